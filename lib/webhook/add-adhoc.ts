/** The webhooks that a start asks for its run, put in with it. */
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedStart } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { AdhocWebhook } from './input.ts';
import { findStarted } from './own-api.ts';
import { holdKeys, insertWebhook } from './queries.ts';
import { rightsOf } from './rights.ts';

export type PreparedWebhook = AdhocWebhook & Awaited<ReturnType<typeof findStarted>>;

/** What is to be known of them before the transaction of the start. */
export const prepareWebhooks = (ctx: Ctx, asked: readonly AdhocWebhook[] = []): Promise<PreparedWebhook[]> =>
  Promise.all(asked.map(async (webhook) => ({ ...webhook, ...(await findStarted(ctx, webhook.requestUrl)) })));

/** Adds them in the order they came. One whose idempotency key has been used is there already, for the run that it was made for. */
export async function addWebhooks(
  tx: Transaction,
  start: AuthorizedStart,
  runId: string,
  webhooks: readonly PreparedWebhook[],
): Promise<void> {
  const rights = rightsOf(start.principal);
  await holdKeys(
    tx,
    start,
    webhooks.map(({ idempotencyKey }) => idempotencyKey),
  );
  for (const webhook of webhooks) await insertWebhook(tx, start, { ...webhook, ...rights, runId });
}
