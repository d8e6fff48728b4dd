/** What a webhook has sent, as the API shows it. Source: the official description, `WebhookDispatch`. */
import type { DispatchStatus, WebhookEventType } from '../vocabulary.ts';
import { type ConditionView, conditionView, shownUrl } from '../webhook/view.ts';
import type { DispatchCall, DispatchRow } from './queries.ts';

export interface DispatchView {
  id: string;
  userId: string;
  webhookId: string;
  createdAt: Date;
  status: DispatchStatus;
  eventType: WebhookEventType;
  eventData: Record<string, unknown> | null;
  webhook: { actionType: 'HTTP_REQUEST'; condition: ConditionView; requestUrl: string; isAdHoc: boolean };
  calls: DispatchCall[];
  /** Extensions of ours: when it ended, when it is tried again, and which dispatch it repeats. */
  finishedAt: Date | null;
  nextTryAt: Date | null;
  replayOf: string | null;
}

export const dispatchView = (row: DispatchRow, mayWrite: boolean): DispatchView => ({
  id: row.id,
  userId: row.accountId,
  webhookId: row.webhookId,
  createdAt: row.createdAt,
  status: row.status,
  eventType: row.eventType,
  eventData: row.eventData,
  webhook: {
    ...{ actionType: 'HTTP_REQUEST', isAdHoc: row.isAdHoc },
    ...{ condition: conditionView(row), requestUrl: shownUrl(row.requestUrl, mayWrite) },
  },
  // A receiver may repeat the headers that it was sent, which only those see who may write them.
  calls: mayWrite ? row.calls : row.calls.map((call) => ({ ...call, responseBody: null })),
  finishedAt: row.finishedAt,
  nextTryAt: row.nextTryAt,
  replayOf: row.replayOf,
});
