import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Scope } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import { endActive } from '../webhook-dispatch/queries.ts';
import { findCondition } from './create.ts';
import { getWebhook } from './get.ts';
import { assertTemplates, type Condition, webhookUpdate } from './input.ts';
import { findStarted } from './own-api.ts';
import { type AddressRule, assertCallable } from './private-address.ts';
import { saveWebhook, selectKinds, selectWebhook, type WebhookRow } from './queries.ts';
import { narrowed, rightsOf, type WebhookRights } from './rights.ts';
import type { WebhookView } from './view.ts';

/**
 * Changes a webhook; only fields that were sent change. What it may do in our own API becomes no more than its editor may.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`.
 */
export async function updateWebhook(
  ctx: Ctx,
  id: string,
  input: unknown,
  { refusesPrivate = false }: AddressRule = {},
): Promise<WebhookView> {
  const parsed = webhookUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { condition, ...given } = parsed.data;
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Name in keyof typeof given]?: Exclude<(typeof given)[Name], undefined>;
  };
  const reference = { kind: 'webhook', address: { by: 'id', id } } as const;
  const started = changes.requestUrl === undefined ? {} : await findStarted(ctx, changes.requestUrl);
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', reference, tx, 'UPDATE');
    const before = await selectWebhook(proof, tx);
    if (!before) throw recordNotFound('The webhook');
    assertTemplates({ ...before, ...changes });
    if (refusesPrivate && changes.requestUrl !== undefined) assertCallable(changes.requestUrl);
    const waitsFor = condition && (await changedCondition(condition, before, () => findCondition(ctx, tx, condition)));
    const rights = await narrow(before, rightsOf(proof.principal), (ids) => selectKinds(tx, ids));
    await saveWebhook(tx, proof, { ...changes, ...waitsFor, ...started, ...rights });
    if (changes.isEnabled === false) await endActive(tx, proof);
    if (before.isAdHoc) return;
    await recordAudit(tx, ctx, {
      ...{ accountId: proof.row.ownerId, event: 'webhook.changed', principal: auditPrincipal(proof) },
      ...{ because: proof.because, resource: proof.row },
      detail: {
        changed: [...Object.keys(changes), ...(condition ? ['condition'] : [])],
        to: new URL(changes.requestUrl ?? before.requestUrl).origin,
      },
    });
  });
  return getWebhook(ctx, id);
}

/** A webhook of one run stays one, and of that run. */
async function changedCondition(
  { actorRunId }: Condition,
  { runId }: WebhookRow,
  find: () => Promise<{ actorId: string } | { taskId: string }>,
): Promise<{ actorId?: string | null; taskId?: string | null }> {
  if (runId !== null || actorRunId) {
    if (runId === actorRunId) return {};
    throw new ApiError('invalid-input', 'Field "condition": a webhook cannot be moved to or from a single run');
  }
  return { actorId: null, taskId: null, ...(await find()) };
}

async function narrow(
  { carriesToken, scope }: WebhookRow,
  editor: WebhookRights,
  selectKindsOf: (ids: string[]) => Promise<Parameters<typeof narrowed>[2]>,
): Promise<WebhookRights> {
  const before: WebhookRights = carriesToken ? { carriesToken, scope } : { carriesToken, scope: null };
  const idsOf = (of: Scope | null) => of?.resources.map(({ id }) => id) ?? [];
  const kinds = scope && editor.scope ? await selectKindsOf([...idsOf(scope), ...idsOf(editor.scope)]) : new Map();
  return narrowed(before, editor, kinds);
}
