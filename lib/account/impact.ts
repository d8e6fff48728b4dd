/** What a change of the account's general access would mean, before it is made. */
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { selectAccessExceptions, selectFollowingReads, selectSettings } from './queries.ts';

export interface AccessExceptions {
  /** Datasets that follow the account's setting. */
  followingCount: number;
  /** Datasets that are open by a setting of their own, whatever the account's is. */
  openCount: number;
  /** Signed links that open now. */
  liveLinkCount: number;
}

/** Gives what follows the account's general access, and what is open all the same when that is Restricted. */
export async function getAccessExceptions(ctx: Ctx): Promise<AccessExceptions> {
  return selectAccessExceptions(await authorizeAccount(ctx, 'read-settings'));
}

export interface AccessImpact {
  /** Over how many days reads were counted. */
  days: number;
  /** When counting began, if that was later than `days` ago. */
  countingSince: Date | null;
  /** Reads that nothing but the open setting permitted: Restricted would refuse them. */
  openReads: number;
  /** Of how many datasets. */
  openDatasets: number;
  /** Reads by signed links, which work under either setting. */
  linkReads: number;
}

const DAYS = 30;

/** Gives the reads of the last 30 days that depend on the account's general access. */
export async function getAccessImpact(ctx: Ctx): Promise<AccessImpact> {
  const proof = await authorizeAccount(ctx, 'read-settings');
  const [{ createdAt }, reads] = await Promise.all([selectSettings(proof), selectFollowingReads(proof, DAYS)]);
  // Every read is counted from the account's first day on.
  const isYoung = createdAt.getTime() > Date.now() - DAYS * 24 * 60 * 60 * 1_000;
  return { ...reads, days: DAYS, countingSince: isYoung ? createdAt : null };
}
