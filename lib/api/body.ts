/** Request bodies: read whole, decoded, and never larger than the limit, whatever they were compressed to. */

import { PassThrough, type Readable, type Transform } from 'node:stream';
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
  const deadline = setTimeout(() => payload.destroy(), MAX_BODY_MILLIS);
  try {
    return await collect(bodyBytes(request, payload), maxBodyBytes(request));
  } catch (error) {
    dropBody(payload);
    throw error;
  } finally {
    clearTimeout(deadline);
  }
}

/** For the whole of a body that is read into memory to arrive. */
const MAX_BODY_MILLIS = 120_000;

/**
 * Gives a body decoded, as it is asked for: nothing of it is read before. Whoever counts the bytes may stop at any time, whatever a small
 * body would decode to. A connection that drops before the end, or is silent for a minute, is an error.
 * Errors: `unsupported-content-encoding`, `invalid-request` for bytes that do not decode.
 */
export async function* bodyBytes(request: FastifyRequest, payload: Readable): AsyncGenerator<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const makeDecoder = encoding === 'identity' || encoding === '' ? () => new PassThrough() : DECODERS.get(encoding);
  if (!makeDecoder) {
    throw new ApiError('unsupported-content-encoding', 'The body must be encoded as br, gzip, deflate or not at all');
  }
  const decoder = makeDecoder();
  let broken: Error | undefined;
  const fail = (error: Error) => {
    broken ??= error;
    decoder.destroy(broken);
  };
  payload.on('error', fail);
  // One that we end ourselves, for its silence, closes without an error, and a decoder waits on for what never comes.
  payload.once('close', () => {
    if (!payload.readableEnded) fail(new Error('The body ended before it was whole'));
  });
  const stopWatching = endSilence(payload);
  payload.pipe(decoder);
  try {
    yield* decoder as AsyncIterable<Buffer>;
  } catch (error) {
    if (error === broken) throw error;
    throw new ApiError('invalid-request', `The body is not valid ${encoding} data`);
  } finally {
    stopWatching();
    // The connection stays as it is: an answer is to go over it.
    payload.unpipe(decoder);
    decoder.destroy();
  }
}

const MAX_SILENT_MILLIS = 60_000;

/** Ends a connection over which nothing comes for a minute, though there is room for it. */
function endSilence(payload: Readable): () => void {
  const silence = setTimeout(() => {
    if (payload.isPaused()) silence.refresh();
    else payload.destroy();
  }, MAX_SILENT_MILLIS);
  const refresh = () => silence.refresh();
  const stop = () => {
    clearTimeout(silence);
    payload.off('data', refresh);
  };
  payload.on('data', refresh).once('end', stop).once('close', stop);
  return stop;
}

/** How long a refused body is still read, and dropped, so that its sender can receive the answer. */
const DROP_MILLIS = 5_000;

/**
 * Lets go of a body that nobody will read. Closing at once would take the answer away from a sender who is still busy sending, so what
 * comes meanwhile is dropped.
 */
export function dropBody(payload: Readable): void {
  if (payload.readableEnded || payload.destroyed) return;
  payload.unpipe();
  payload.resume();
  const limit = setTimeout(() => payload.destroy(), DROP_MILLIS);
  payload.once('close', () => clearTimeout(limit));
}

/** Who shows no credential may write nothing, and need not send much to be told so. */
const MAX_ANONYMOUS_BYTES = 65_536;

const maxBodyBytes = (request: FastifyRequest) =>
  request.headers.authorization === undefined && queryOf(request).token === undefined
    ? MAX_ANONYMOUS_BYTES
    : MAX_BODY_BYTES;

async function collect(bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of bytes) {
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

/** The JSON value of a body; undefined for an empty one. Errors: `invalid-request`, `request-too-large`. */
export function bodyJson(request: FastifyRequest, maxChars = MAX_JSON_CHARS): unknown {
  const text = bodyText(request);
  // Requests without a body come marked as an empty form from official clients.
  if (text.trim() === '') return undefined;
  if (text.length > maxChars)
    throw new ApiError('request-too-large', `A JSON object must have at most ${maxChars} characters`);
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
export function bodyObject(request: FastifyRequest, maxChars = MAX_JSON_CHARS): Record<string, unknown> {
  const value = bodyJson(request, maxChars);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ApiError('invalid-request', 'The body must be a JSON object');
  }
  return value as Record<string, unknown>;
}
