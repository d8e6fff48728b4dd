/** What callers may ask of the list of an account's links and grants. */
import { z } from 'zod';
import { RESOURCE_KINDS } from '../vocabulary.ts';

const DAY_SECS = 24 * 60 * 60;

export const accessFilter = z.object({
  kind: z.enum(RESOURCE_KINDS).optional(),
  /** Only what is about this resource. */
  resourceId: z.string().max(100).optional(),
  /** `live`: in force. `unused`: in force, and never used. `ending`: in force, for a week at most. `ended`: expired or revoked. */
  state: z.enum(['live', 'unused', 'ending', 'ended']).default('live'),
  /** Part of a resource's name or title, of a label, a record's key or a username; or a whole id. */
  search: z.string().trim().max(200).optional(),
});
export type AccessFilter = z.output<typeof accessFilter>;

/** What "soon" means of a link that ends. */
export const ENDING_WITHIN_DAYS = 7;

/** null: no limit, and links without an end are permitted. */
export const linkPolicyInput = z.object({
  maxLinkLifetimeSecs: z
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(60 * 60, 'must be at least an hour')
    .max(10 * 365 * DAY_SECS, 'must be ten years at most')
    .nullable(),
  /** The version of the settings that the form showed. */
  settingsVersion: z.coerce.number().int().optional(),
});

/** One link or grant, as a list names it. */
export const accessEntry = z.object({
  what: z.enum(['link', 'grant']),
  kind: z.enum(RESOURCE_KINDS),
  resourceId: z.string().min(1).max(100),
  id: z.string().min(1).max(100),
});
export type AccessEntry = z.infer<typeof accessEntry>;
export const accessEntries = z.array(accessEntry).min(1, 'must name at least one').max(100, 'must name 100 at most');
