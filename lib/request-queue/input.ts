/** What callers may send about requests. Source: the official description, `RequestBase` and the parameters of request queues. */
import { z } from 'zod';
import { queryBoolean, queryInteger, queryNames } from '../paging.ts';
import { parseCursor } from '../request-listing/cursor.ts';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const;

/** Source: the official description, "Add requests", "Delete requests" and "Get head and lock". */
export const MAX_BATCH_REQUESTS = 25;
export const MAX_HEAD_LIMIT = 1_000;
const DEFAULT_HEAD_LIMIT = 100;
const MAX_LOCK_LIMIT = 25;
const MAX_LIST_LIMIT = 10_000;
const MAX_LOCK_SECS = 7 * 24 * 60 * 60;

/** Text that the database gives back as it was. */
const text = z.string().refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be text without NUL');
const nonEmptyText = text.min(1, 'must not be empty');
const object = z.record(z.string(), z.unknown());
const COUNT_LIMIT = 2_147_483_647;

/** The fields that are looked at; all others are kept as they were sent. */
export const requestFields = z.object({
  id: z.string().nullish(),
  uniqueKey: nonEmptyText.nullish(),
  url: nonEmptyText,
  method: z.enum(METHODS, `must be one of ${METHODS.join(', ')}`).nullish(),
  retryCount: z.int().min(0).max(COUNT_LIMIT).nullish(),
  loadedUrl: z.string().nullish(),
  payload: z.union([z.string(), object], 'must be text or an object').nullish(),
  headers: object.nullish(),
  userData: object.nullish(),
  noRetry: z.boolean().nullish(),
  errorMessages: z.array(z.string()).nullish(),
  handledAt: z.iso
    .datetime({ offset: true, error: 'must be an instant such as 2026-01-31T12:00:00.000Z' })
    .transform((instant) => new Date(instant))
    .nullish(),
});

/** How a request is named that is to be deleted. */
export const requestDeletion = z
  .object({ id: text.nullish(), uniqueKey: text.nullish() })
  .refine(({ id, uniqueKey }) => id || uniqueKey, 'must have an id or a unique key');

/** Who changes a queue. Source: the official description, `clientKey`. */
export const queueClient = z.object({
  clientKey: text.max(32, 'must have at most 32 characters').nullable().default(null),
});
export type QueueClient = z.infer<typeof queueClient>;

/** Who changes it, and whether what is changed goes to its front. */
export const queueChange = queueClient.extend({ forefront: queryBoolean.default(false) });
export type QueueChange = z.infer<typeof queueChange>;

/** Whole seconds: locks are answered so. */
const lockSecs = z
  .string('must be given')
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be a number of seconds')
  .transform((secs) => Math.ceil(Number(secs)))
  .refine((secs) => secs >= 1 && secs <= MAX_LOCK_SECS, `must be from 1 to ${MAX_LOCK_SECS} seconds`);

const limitOf = (usual: number, max: number) =>
  queryInteger.transform((limit) => Math.min(limit || usual, max)).default(usual);

export const headReading = queueClient.extend({ limit: limitOf(DEFAULT_HEAD_LIMIT, MAX_HEAD_LIMIT) });
export type HeadReading = z.infer<typeof headReading>;

export const headLocking = queueClient.extend({ limit: limitOf(MAX_LOCK_LIMIT, MAX_LOCK_LIMIT), lockSecs });
export type HeadLocking = z.infer<typeof headLocking>;

export const lockProlonging = queueChange.extend({ lockSecs });
export type LockProlonging = z.infer<typeof lockProlonging>;

const cursor = z.string().transform((given, ctx) => {
  const parsed = parseCursor(given);
  if (parsed) return parsed;
  ctx.addIssue('is none that was answered here');
  return z.NEVER;
});

export const requestListing = z
  .object({
    limit: limitOf(MAX_LIST_LIMIT, MAX_LIST_LIMIT),
    cursor: cursor.optional(),
    exclusiveStartId: text.optional(),
    filter: queryNames.pipe(z.array(z.enum(['locked', 'pending'], 'must be locked, pending or both'))).optional(),
  })
  .refine((listing) => listing.exclusiveStartId === undefined || listing.cursor === undefined, {
    path: ['exclusiveStartId'],
    message: 'cannot be given together with cursor',
  })
  .refine((listing) => listing.exclusiveStartId === undefined || !listing.filter?.length, {
    path: ['exclusiveStartId'],
    message: 'cannot be given together with filter',
  })
  .refine((listing) => !listing.cursor || (listing.cursor.place !== undefined) === Boolean(listing.filter?.length), {
    path: ['cursor'],
    message: 'belongs to a list with another filter',
  });
export type RequestListing = z.infer<typeof requestListing>;
