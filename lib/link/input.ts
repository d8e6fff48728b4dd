/** What callers may send about signed links. */
import { z } from 'zod';
import { recordKey } from '../key-value-store/input.ts';

const DAY_SECS = 24 * 60 * 60;

/** Source: General resource access, "Expire automatically after 14 days (by default)". */
export const DEFAULT_LINK_LIFETIME_SECS = 14 * DAY_SECS;

export const linkCreation = z.object({
  /** null: never expires. */
  lifetimeSecs: z
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(60, 'must be at least a minute')
    .max(10 * 365 * DAY_SECS, 'must be ten years at most')
    .nullable()
    .default(DEFAULT_LINK_LIFETIME_SECS),
  /** The key of one record of a key-value store; null for all that the storage holds. */
  recordKey: recordKey.nullable().default(null),
  label: z.string().trim().max(100, 'must have at most 100 characters').default(''),
});
