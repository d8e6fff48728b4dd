import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import type { PageKey } from '../paging.ts';
import { type AccessFilter, accessFilter } from './input.ts';
import {
  type AccountGrantRow,
  type AccountLinkRow,
  countAccess,
  selectAccountGrants,
  selectAccountLinks,
} from './queries.ts';

/** `live`: opens now. */
export interface AccountLinkView extends AccountLinkRow {
  state: 'live' | 'expired' | 'revoked';
}
export type AccountGrantView = AccountGrantRow;

/** A page of a list by key; `next` is the key of the page after it, or null at the end. */
export interface AccessPage<Row> {
  rows: Row[];
  next: PageKey | null;
}

interface PageInput {
  filter: unknown;
  after?: PageKey | undefined;
  limit: number;
}

/** Lists the account's signed links, newest first. Errors: `invalid-input`, `token-not-provided`, `insufficient-permissions`. */
export async function listAccountLinks(
  ctx: Ctx,
  { filter, after, limit }: PageInput,
): Promise<AccessPage<AccountLinkView>> {
  const proof = await authorizeAccount(ctx, 'review-access');
  const rows = await selectAccountLinks(proof, parseFilter(filter), { after, limit: limit + 1 });
  const now = Date.now();
  const views = rows.map((row) => ({
    ...row,
    state: row.revokedAt
      ? ('revoked' as const)
      : row.expiresAt && row.expiresAt.getTime() <= now
        ? ('expired' as const)
        : ('live' as const),
  }));
  return pageOf(views, limit);
}

/** Lists what the account has given to others, newest first. Errors: as `listAccountLinks`. */
export async function listAccountGrants(
  ctx: Ctx,
  { filter, after, limit }: PageInput,
): Promise<AccessPage<AccountGrantView>> {
  const proof = await authorizeAccount(ctx, 'review-access');
  return pageOf(await selectAccountGrants(proof, parseFilter(filter), { after, limit: limit + 1 }), limit);
}

/** How much is shared now. Errors: as `listAccountLinks`. */
export async function summarizeAccess(
  ctx: Ctx,
): Promise<{ liveLinkCount: number; endlessLinkCount: number; grantCount: number }> {
  return countAccess(await authorizeAccount(ctx, 'review-access'));
}

function parseFilter(filter: unknown): AccessFilter {
  const parsed = accessFilter.safeParse(filter);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  return parsed.data;
}

/** One row more than shown tells whether there is a next page. */
function pageOf<Row extends { createdAt: Date; id: string }>(rows: Row[], limit: number): AccessPage<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null };
}
