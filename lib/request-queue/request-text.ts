/** Requests as JSON text: what of it has a column, and what is kept as it was written. */

import { topLevelMembers } from '../dataset/items/members.ts';
import { splitItems } from '../dataset/items/split.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { MAX_BATCH_REQUESTS, requestDeletion, requestFields } from './input.ts';
import { requestIdOf, uniqueKeyOf } from './request-id.ts';

/** A request as it is stored. `data`: JSON text of an object with the members that have no column. */
export interface RequestValues {
  id: string;
  uniqueKey: string;
  url: string;
  method: string;
  retryCount: number;
  /** Messages in `data`. */
  errorCount: number;
  handledAt: Date | null;
  data: string;
  /** Bytes of the texts. */
  byteCount: number;
}

/** Bytes of one request as it is sent. */
export const MAX_REQUEST_BYTES = 1_048_576;

/** Members that have a column, or that only we say: clients send back what they were given. */
const COLUMNS = new Set([
  ...['id', 'uniqueKey', 'url', 'method', 'retryCount', 'handledAt'],
  ...['lockExpiresAt', 'lockByClient', 'orderNo'],
]);

/** Reads one request from a body. Errors: `invalid-input`, `id-does-not-match`, `request-too-large`. */
export const parseRequest = (body: string): RequestValues => valuesOf(objectText(body));

/** Reads a batch of requests. Errors: as `parseRequest`. */
export const parseRequests = (body: string): RequestValues[] => batchOf(body).map(valuesOf);

/** Reads the ids of a batch of requests to be deleted. Errors: `invalid-input`, `id-does-not-match`. */
export function parseDeletions(body: string): { id: string; uniqueKey: string | null }[] {
  return batchOf(body).map((text) => {
    const parsed = requestDeletion.safeParse(JSON.parse(text));
    if (!parsed.success) throw invalidInput(parsed.error.issues);
    const { id, uniqueKey } = parsed.data;
    if (!uniqueKey) return { id: id ?? '', uniqueKey: null };
    return { id: matchingId(uniqueKey, id), uniqueKey };
  });
}

/**
 * The text of a request with `changes` in it: members that they name are theirs, the others stay. Both are texts of objects.
 * Errors: `invalid-input` if `changes` is none.
 */
export function mergeRequest(stored: string, changes: string): string {
  const changed = topLevelMembers(objectText(changes));
  const names = new Set(changed.map(({ name }) => name));
  const kept = topLevelMembers(stored).filter(({ name }) => !names.has(name));
  return `{${[...kept, ...changed].map(({ rawName, rawValue }) => `${rawName}:${rawValue}`).join(',')}}`;
}

/** Whether a body names its request in full, and is not merely what changes of it. Errors: `invalid-input`. */
export function isWholeRequest(body: string): boolean {
  const names = new Set(topLevelMembers(objectText(body)).map(({ name }) => name));
  return names.has('url') && names.has('uniqueKey');
}

function objectText(body: string): string {
  const { texts } = splitItems(body);
  const [text] = texts;
  if (text === undefined || body.trimStart().startsWith('[')) {
    throw new ApiError('invalid-input', 'The body must be one request, a JSON object');
  }
  return text;
}

function batchOf(body: string): string[] {
  const { texts } = splitItems(body);
  if (!body.trimStart().startsWith('['))
    throw new ApiError('invalid-input', 'The body must be a JSON array of requests');
  if (texts.length > MAX_BATCH_REQUESTS) {
    throw new ApiError('invalid-input', `A batch must have at most ${MAX_BATCH_REQUESTS} requests`);
  }
  return texts;
}

function valuesOf(text: string): RequestValues {
  if (Buffer.byteLength(text) > MAX_REQUEST_BYTES) {
    throw new ApiError('request-too-large', `A request must have at most ${MAX_REQUEST_BYTES} bytes`);
  }
  const parsed = requestFields.safeParse(JSON.parse(text));
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { url, method, retryCount, errorMessages, handledAt } = parsed.data;
  const uniqueKey = parsed.data.uniqueKey ?? uniqueKeyOf(url);
  const rest = topLevelMembers(text).filter(({ name, rawValue }) => !COLUMNS.has(name) && !isNullField(name, rawValue));
  const data = `{${rest.map(({ rawName, rawValue }) => `${rawName}:${rawValue}`).join(',')}}`;
  return {
    id: matchingId(uniqueKey, parsed.data.id),
    ...{ uniqueKey, url, data },
    method: method ?? 'GET',
    retryCount: retryCount ?? 0,
    errorCount: errorMessages?.length ?? 0,
    handledAt: handledAt ?? null,
    byteCount: Buffer.byteLength(uniqueKey) + Buffer.byteLength(url) + Buffer.byteLength(data),
  };
}

/** null says of a field that there is none; some clients send it, and others refuse a request that has it. */
const isNullField = (name: string, rawValue: string) => rawValue === 'null' && Object.hasOwn(requestFields.shape, name);

function matchingId(uniqueKey: string, id: string | null | undefined): string {
  const own = requestIdOf(uniqueKey);
  if (id && id !== own)
    throw new ApiError('id-does-not-match', 'The id is not the one that follows from the unique key');
  return own;
}

/** What is shown of a request beside what was sent. */
interface Shown extends Omit<RequestValues, 'errorCount' | 'byteCount'> {
  /** null if nobody holds it. */
  lockExpiresAt: Date | null;
  /** The key of the client that holds it; null also if it gave none. */
  lockedBy: string | null;
}

/** The text of a request as it is answered. Source: the official description, `Request`; `lockByClient` as clients read it. */
export function requestText(shown: Shown): string {
  const { id, uniqueKey, url, method, retryCount, handledAt, lockExpiresAt, lockedBy } = shown;
  const rest = shown.data.slice(1, -1);
  const start = JSON.stringify({ id, uniqueKey, url, method, retryCount }).slice(0, -1);
  const end = JSON.stringify({
    ...(handledAt && { handledAt }),
    ...(lockExpiresAt && { lockExpiresAt }),
    ...(lockExpiresAt && lockedBy !== null && { lockByClient: lockedBy }),
  }).slice(1);
  return `${start}${rest && `,${rest}`}${end === '}' ? end : `,${end}`}`;
}
