import { privateAddressProblem } from '../webhook/private-address.ts';
import { call } from './call.ts';
import { type Delivery, keepCall, selectDelivery } from './queries.ts';

/** After the first try. Source: documentation, "Webhook actions". */
export const MAX_RETRIES = 11;

/** Thrown where a delivery is to be tried again, for the queue to hear. */
export class NotDelivered extends Error {}

/**
 * Tries to deliver a dispatch, unless that has ended. What is to be done the row says: a job that comes twice does no harm but a second call.
 * `isLast`: whether the queue gives it out no more. Throws NotDelivered, or when `signal` ends it.
 */
export async function deliver(dispatchId: string, isLast: boolean, signal: AbortSignal): Promise<void> {
  const delivery = await selectDelivery(dispatchId);
  if (!delivery) return;
  if (!delivery.isWanted) return keepCall(delivery, null, 'FAILED');
  const made = await call(delivery, signal);
  if (made.errorMessage === null) return keepCall(delivery, made, 'SUCCEEDED');
  const isOver = isLast || isTriedOnce(delivery) || delivery.callCount >= MAX_RETRIES;
  await keepCall(delivery, made, isOver ? 'FAILED' : 'ACTIVE');
  if (!isOver) throw new NotDelivered('The receiver did not take it');
}

/** A test is to say at once what came of it; and what is called in vain today may not be called in vain tomorrow, but for some addresses. */
const isTriedOnce = ({ doNotRetry, eventType, requestUrl }: Delivery): boolean =>
  doNotRetry || eventType === 'TEST' || privateAddressProblem(requestUrl) !== null;
