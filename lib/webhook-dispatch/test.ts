import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { selectWebhook } from '../webhook/queries.ts';
import { sampleVariables } from '../webhook/sample.ts';
import { DEFAULT_PAYLOAD_TEMPLATE, fillTemplate } from '../webhook/template.ts';
import { enterDispatch, selectDispatch } from './queries.ts';
import { type DispatchView, dispatchView } from './view.ts';

/** Sends an event that did not happen, even where the webhook is switched off. Errors: `record-not-found`, `insufficient-permissions`. */
export async function testWebhook(ctx: Ctx, id: string): Promise<DispatchView> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'webhook', address: { by: 'id', id } }, tx);
    const webhook = await selectWebhook(proof, tx);
    if (!webhook) throw recordNotFound('The webhook');
    const { accountId, actorId, taskId, payloadTemplate, shouldInterpolateStrings } = webhook;
    const variables = sampleVariables({ userId: accountId, actorId: actorId ?? undefined, taskId });
    const { text } = fillTemplate(payloadTemplate ?? DEFAULT_PAYLOAD_TEMPLATE, variables, shouldInterpolateStrings);
    const dispatchId = await enterDispatch(tx, webhook, {
      ...{ eventType: 'TEST', payload: text },
      eventData: variables.eventData as Record<string, unknown>,
      resource: variables.resource as Record<string, unknown>,
    });
    const row = await selectDispatch(proof, dispatchId, tx);
    if (!row) throw recordNotFound('The webhook');
    return dispatchView(row, true);
  });
}
