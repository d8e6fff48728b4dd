/** What callers may send about builds. */
import { z } from 'zod';
import { buildTag, versionNumber } from '../actor-version/input.ts';
import { listPage, queryBoolean, queryInteger } from '../paging.ts';

/** Seconds that an answer may wait for the end of a build; more is cut, since clients send 999999. Source: contract 7.0. */
export const waitForFinish = queryInteger.transform((secs) => Math.min(secs, 60)).default(0);

export const buildWait = z.object({ waitForFinish });

export const buildStart = z.object({
  version: versionNumber,
  tag: buildTag.optional(),
  useCache: queryBoolean.default(false),
  waitForFinish,
});
export type BuildStart = z.input<typeof buildStart>;

export const buildList = listPage;
export type BuildList = z.infer<typeof buildList>;
