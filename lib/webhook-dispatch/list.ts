import { authorize, authorizeAccount, authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { ListPage } from '../paging.ts';
import type { WebhookList } from '../webhook/input.ts';
import { mayWrite } from '../webhook/list.ts';
import { selectDispatches, selectDispatchesOf } from './queries.ts';
import { type DispatchView, dispatchView } from './view.ts';

/** Lists what all webhooks of the account have sent. Errors: `token-not-provided`, `insufficient-permissions`. */
export async function listDispatches(ctx: Ctx, page: WebhookList): Promise<ListPage<DispatchView>> {
  const { principal } = await authorizeAccount(ctx, 'list');
  const listing = await authorizeListing(ctx, 'webhook');
  const { rows, total } = await selectDispatches(listing, page);
  const items = rows.map((row) => dispatchView(row, mayWrite(principal, { ...row, id: row.webhookId })));
  return { ...page, total, count: items.length, items };
}

/** Lists what one webhook has sent. Errors: `record-not-found`, `insufficient-permissions`. */
export async function listDispatchesOf(
  ctx: Ctx,
  webhookId: string,
  page: WebhookList,
): Promise<ListPage<DispatchView>> {
  const proof = await authorize(ctx, 'read', { kind: 'webhook', address: { by: 'id', id: webhookId } });
  const { rows, total } = await selectDispatchesOf(proof, page);
  const items = rows.map((row) => dispatchView(row, proof.may.write));
  return { ...page, total, count: items.length, items };
}
