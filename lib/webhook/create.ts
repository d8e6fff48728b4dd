import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import { parseAddress } from '../ids.ts';
import { type Condition, MAX_ADHOC_WEBHOOKS, webhookCreation } from './input.ts';
import { findStarted } from './own-api.ts';
import { type AddressRule, assertCallable } from './private-address.ts';
import { type Creator, countWebhooks, holdKeys, insertWebhook, selectCreated } from './queries.ts';
import { rightsOf } from './rights.ts';
import { type WebhookView, webhookView } from './view.ts';

/** In one account, beside those of single runs. Source: documentation, "Limits". */
export const MAX_WEBHOOKS = 100;

/**
 * Creates a webhook; with an idempotency key that has been used, gives the one made then. One that waits for a single run needs no more
 * than the right to say how that run stands, which the run itself has: so a program adds one to itself.
 * Errors: `token-not-provided`, `invalid-input`, `record-not-found` for an Actor or a task that may not be seen, `insufficient-permissions`,
 * `too-many-webhooks`.
 */
export async function createWebhook(
  ctx: Ctx,
  input: unknown,
  { refusesPrivate = false }: AddressRule = {},
): Promise<WebhookView> {
  const parsed = webhookCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { condition, isAdHoc: _followsFromCondition, ...values } = parsed.data;
  const started = await findStarted(ctx, values.requestUrl);
  return transaction(async (tx) => {
    const { creator, ...waitsFor } = await authorizeCondition(ctx, tx, condition);
    if (refusesPrivate) assertCallable(values.requestUrl);
    const runId = waitsFor.runId ?? null;
    const count = await countWebhooks(tx, creator, runId);
    const rights = rightsOf(creator.principal);
    await holdKeys(tx, creator, [values.idempotencyKey]);
    const { id, isNew } = await insertWebhook(tx, creator, { ...values, ...waitsFor, ...started, ...rights });
    if (isNew && count >= (runId ? MAX_ADHOC_WEBHOOKS : MAX_WEBHOOKS)) throw tooMany(runId !== null);
    if (!isNew) return existing(ctx, tx, creator, id, runId);
    const row = await selectCreated(tx, creator, id);
    if (!row) throw recordNotFound('The webhook');
    if (runId === null) {
      await recordAudit(tx, ctx, {
        ...{ accountId: creator.account.id, event: 'webhook.created', principal: auditPrincipal(creator) },
        ...{ because: creator.because, resource: { kind: 'webhook', id } },
        // The whole address may hold a secret.
        detail: { to: new URL(row.requestUrl).origin, eventTypes: row.eventTypes, ...waitsFor },
      });
    }
    return webhookView(row, true);
  });
}

interface WaitsFor {
  creator: Creator;
  actorId?: string;
  taskId?: string;
  runId?: string;
}

async function authorizeCondition(ctx: Ctx, tx: Transaction, given: Condition): Promise<WaitsFor> {
  const { actorId, actorTaskId, actorRunId } = given;
  if (actorRunId) {
    const proof = await authorize(ctx, 'update-status', { kind: 'run', address: { by: 'id', id: actorRunId } }, tx);
    const { account } = proof;
    // It would act for the account of the run, which is more than whoever was given the run may do.
    if (account === null || account.id !== proof.row.ownerId) {
      throw new ApiError(
        'insufficient-permissions',
        'Insufficient permissions for the run: only its own account can add webhooks to it',
      );
    }
    return { creator: { ...proof, account }, runId: proof.row.id };
  }
  const creator = await authorizeAccount(ctx, 'create-webhook', tx);
  return { creator, ...(await findCondition(ctx, tx, { actorId, actorTaskId })) };
}

/** The id of the Actor or the task, which whoever asks must be able to see. */
export async function findCondition(
  ctx: Ctx,
  tx: Transaction,
  { actorId, actorTaskId }: Pick<Condition, 'actorId' | 'actorTaskId'>,
): Promise<{ actorId: string } | { taskId: string }> {
  if (actorTaskId) {
    const { row } = await authorize(ctx, 'read', { kind: 'task', address: parseAddress(actorTaskId) }, tx);
    return { taskId: row.id };
  }
  const { row } = await authorize(ctx, 'read', { kind: 'actor', address: parseAddress(actorId ?? '') }, tx);
  return { actorId: row.id };
}

/** The webhook that was made with the same key before: for the program of the run that it waits for, or for whoever may read it. */
async function existing(
  ctx: Ctx,
  tx: Transaction,
  creator: Creator,
  id: string,
  runId: string | null,
): Promise<WebhookView> {
  const row = await selectCreated(tx, creator, id);
  if (!row) throw recordNotFound('The webhook');
  if (runId !== null && row.runId === runId) return webhookView(row, false);
  const { may } = await authorize(ctx, 'read', { kind: 'webhook', address: { by: 'id', id } }, tx);
  return webhookView(row, may.write);
}

const tooMany = (isOfRun: boolean) =>
  new ApiError(
    'too-many-webhooks',
    isOfRun
      ? `A run can have ${MAX_ADHOC_WEBHOOKS} webhooks at most`
      : `An account can have ${MAX_WEBHOOKS} webhooks at most; delete one that is not needed any more`,
  );
