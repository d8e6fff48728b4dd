import { authorize, authorizeListing } from '../authorization/authorize.ts';
import type { Scope } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { isOwnApi } from '../webhook/own-api.ts';
import { selectWebhook } from '../webhook/queries.ts';
import { type WebhookView, webhookView } from '../webhook/view.ts';
import { waitsFor } from './list-rows.ts';
import { type Named, selectNames } from './queries.ts';

/** A webhook as its page shows it. */
export interface WebhookPageView {
  webhook: WebhookView;
  waitsFor: Named;
  /** What a call to our own API starts. */
  starts: Named | null;
  /** With which rights it calls our own API: none, all of the account, or those of a scope. */
  rights: { kind: 'none' } | { kind: 'account' } | { kind: 'scope'; scope: Scope };
  /** Whether its address is of our own API. */
  callsOwnApi: boolean;
  mayWrite: boolean;
}

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function getWebhookPage(ctx: Ctx, id: string): Promise<WebhookPageView> {
  const proof = await authorize(ctx, 'read', { kind: 'webhook', address: { by: 'id', id } });
  const row = await selectWebhook(proof);
  if (!row) throw recordNotFound('The webhook');
  const { actorId, taskId, startsActorId, startsTaskId, carriesToken, scope } = row;
  const listing = await authorizeListing(ctx, 'webhook');
  const ids = [actorId, taskId, startsActorId, startsTaskId].filter((each) => each !== null);
  const names = await selectNames(listing, ids);
  const startsId = startsActorId ?? startsTaskId;
  return {
    webhook: webhookView(row, proof.may.write),
    waitsFor: waitsFor(row, names),
    starts: startsId
      ? { kind: startsActorId ? 'actor' : 'task', id: startsId, name: names.get(startsId) ?? null }
      : null,
    rights: !carriesToken ? { kind: 'none' } : scope === null ? { kind: 'account' } : { kind: 'scope', scope },
    callsOwnApi: isOwnApi(new URL(row.requestUrl)),
    mayWrite: proof.may.write,
  };
}
