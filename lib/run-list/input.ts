/** What callers may send to lists of runs. */
import { z } from 'zod';
import { listPage, queryNames } from '../paging.ts';
import { JOB_ORIGINS, JOB_STATUSES } from '../vocabulary.ts';

/** Years of four digits: the database holds fewer before our era than a Date does. */
const instant = z
  .string()
  .refine((text) => /^\d{4}-/.test(new Date(text).toJSON() ?? ''), 'must be an instant such as 2030-01-31T12:00:00Z')
  .transform((text) => new Date(text));

export const statusNames = queryNames.pipe(
  z.array(z.enum(JOB_STATUSES, `must consist of ${JOB_STATUSES.join(', ')}`)).max(JOB_STATUSES.length),
);
export const originName = z.enum(JOB_ORIGINS, `must be one of ${JOB_ORIGINS.join(', ')}`);

export const runList = listPage.extend({
  /** Several, with commas between them. */
  status: statusNames.optional(),
  startedAfter: instant.optional(),
  startedBefore: instant.optional(),
});
export type RunList = z.infer<typeof runList>;

export const lastRun = z.object({ status: statusNames.optional(), origin: originName.optional() });
export type LastRun = z.infer<typeof lastRun>;
