/** Request bodies: read whole, decoded, and never larger than the limit, whatever they were compressed to. */

import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { queryOf } from './request.ts';

/** Source: contract 6, "accept ≥ 9 MiB decompressed": official clients cut pushes at 9,437,184 bytes. */
export const MAX_BODY_BYTES = 9_437_184 + 1_024;

/** A map, since an object would find `constructor` too. */
const DECODERS = new Map<string, () => Transform>([
  ['br', createBrotliDecompress],
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
]);

/**
 * Reads a body to its end. A connection that drops before the end is an error, so nothing is done with half a body.
 * Errors: `request-too-large`, `unsupported-content-encoding`, `invalid-request` for bytes that do not decode.
 */
export async function readBody(request: FastifyRequest, payload: Readable): Promise<Buffer> {
  const maxBytes = maxBodyBytes(request);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return collect(payload, maxBytes);
  const makeDecoder = DECODERS.get(encoding);
  if (!makeDecoder) {
    throw new ApiError('unsupported-content-encoding', 'The body must be encoded as br, gzip, deflate or not at all');
  }
  const decoder = makeDecoder();
  payload.on('error', (error) => decoder.destroy(error));
  payload.pipe(decoder);
  try {
    return await collect(decoder, maxBytes);
  } catch (error) {
    payload.unpipe(decoder);
    // What is left of the body is read and dropped, so that the answer can still be received.
    payload.resume();
    if (error instanceof ApiError) throw error;
    throw new ApiError('invalid-request', `The body is not valid ${encoding} data`);
  }
}

/** Who shows no credential may write nothing, and need not send much to be told so. */
const MAX_ANONYMOUS_BYTES = 65_536;

const maxBodyBytes = (request: FastifyRequest) =>
  request.headers.authorization === undefined && queryOf(request).token === undefined
    ? MAX_ANONYMOUS_BYTES
    : MAX_BODY_BYTES;

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw new ApiError('request-too-large', `The body must have at most ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, byteCount);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The text of a body. Errors: `invalid-request` for bytes that are not UTF-8. */
export function bodyText(request: FastifyRequest): string {
  const body = request.body;
  if (!Buffer.isBuffer(body)) return '';
  try {
    return utf8.decode(body);
  } catch {
    throw new ApiError('invalid-request', 'The body is not valid UTF-8 text');
  }
}

/** The JSON value of a body; undefined for an empty one. Errors: `invalid-request`. */
export function bodyJson(request: FastifyRequest): unknown {
  const text = bodyText(request);
  // Requests without a body come marked as an empty form from official clients.
  if (text.trim() === '') return undefined;
  if (text.length > MAX_JSON_CHARS)
    throw new ApiError('request-too-large', `A JSON object must have at most ${MAX_JSON_CHARS} characters`);
  const value = parseJson(text);
  if (!isShallow(value)) {
    throw new ApiError('invalid-request', `The body is nested deeper than ${MAX_BODY_DEPTH} levels`);
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(
      'invalid-request',
      `The body is not valid JSON: ${error instanceof Error ? error.message : 'syntax error'}`,
    );
  }
}

const MAX_BODY_DEPTH = 100;
/** Of descriptions and settings; items are not parsed here. */
const MAX_JSON_CHARS = 262_144;

/** Whether a value can be walked by recursion, as writing it out does. Level by level, so that this itself cannot overflow. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_BODY_DEPTH; depth++) {
    level = level.flatMap((node) => (node !== null && typeof node === 'object' ? Object.values(node) : []));
    if (level.length === 0) return true;
  }
  return false;
}

/** The JSON object of a body. Errors: `invalid-request` if it is another value or none. */
export function bodyObject(request: FastifyRequest): Record<string, unknown> {
  const value = bodyJson(request);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ApiError('invalid-request', 'The body must be a JSON object');
  }
  return value as Record<string, unknown>;
}
