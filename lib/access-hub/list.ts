import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { type LinkState, linkStateOf } from '../link/state.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import { type AccessFilter, accessFilter } from './input.ts';
import {
  type AccountGrantRow,
  type AccountLinkRow,
  countAccess,
  selectAccountGrants,
  selectAccountLinks,
} from './queries.ts';

export interface AccountLinkView extends AccountLinkRow {
  state: LinkState;
}
export type AccountGrantView = AccountGrantRow;

interface PageInput {
  filter: unknown;
  after?: PageKey | undefined;
  limit: number;
}

/** Lists the account's signed links, newest first. Errors: `invalid-input`, `token-not-provided`, `insufficient-permissions`. */
export async function listAccountLinks(
  ctx: Ctx,
  { filter, after, limit }: PageInput,
): Promise<KeyPage<AccountLinkView>> {
  const proof = await authorizeAccount(ctx, 'review-access');
  const rows = await selectAccountLinks(proof, parseFilter(filter), { after, limit: limit + 1 });
  const now = Date.now();
  return keyPage(
    rows.map((row) => ({ ...row, state: linkStateOf(row, now) })),
    limit,
  );
}

/** Lists what the account has given to others, newest first. Errors: as `listAccountLinks`. */
export async function listAccountGrants(
  ctx: Ctx,
  { filter, after, limit }: PageInput,
): Promise<KeyPage<AccountGrantView>> {
  const proof = await authorizeAccount(ctx, 'review-access');
  return keyPage(await selectAccountGrants(proof, parseFilter(filter), { after, limit: limit + 1 }), limit);
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
