import { authorize, authorizeAccount, authorizeListing } from '../authorization/authorize.ts';
import type { Principal } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { ListPage } from '../paging.ts';
import type { WebhookList } from './input.ts';
import { listedWebhookCount, selectWebhooks, type WebhookFilter, type WebhookRow } from './queries.ts';
import { type WebhookShortView, webhookShortView } from './view.ts';

/**
 * Lists webhooks of the account by their creation, without those of single runs; of one Actor or task where that is asked for.
 * Errors: `token-not-provided`, `insufficient-permissions`; `record-not-found` for an Actor or a task that may not be seen.
 */
export async function listWebhooks(
  ctx: Ctx,
  { offset, limit, desc }: WebhookList,
  of?: { kind: 'actor' | 'task'; address: Address },
): Promise<ListPage<WebhookShortView>> {
  const { principal } = await authorizeAccount(ctx, 'list');
  const listing = await authorizeListing(ctx, 'webhook');
  const filter = of ? await filterOf(ctx, of) : {};
  const [rows, total] = await Promise.all([
    selectWebhooks(listing, filter, { offset, limit, desc }),
    listedWebhookCount(listing, filter),
  ]);
  const items = rows.map((row) => webhookShortView(row, mayWrite(principal, row)));
  return { total, offset, limit, count: items.length, desc, items };
}

async function filterOf(
  ctx: Ctx,
  { kind, address }: { kind: 'actor' | 'task'; address: Address },
): Promise<WebhookFilter> {
  const { row } = await authorize(ctx, 'read', { kind, address });
  return kind === 'actor' ? { actorId: row.id } : { taskId: row.id };
}

/** Whether a webhook of one's own list may be changed: those of a scope that only reads are listed too. */
export function mayWrite(principal: Principal, { id, createdByTokenId }: Pick<WebhookRow, 'id' | 'createdByTokenId'>) {
  if (principal.kind === 'anonymous') return false;
  if (principal.kind === 'session' || principal.scope === null) return true;
  const { resources, kinds } = principal.scope;
  return (
    resources.some((listed) => listed.id === id && listed.permissions.includes('write')) ||
    kinds.some((listed) => listed.kind === 'webhook' && listed.permissions.includes('write')) ||
    (principal.kind === 'token' && createdByTokenId === principal.tokenId)
  );
}
