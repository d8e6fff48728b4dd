/** Webhooks as the API shows them. Source: the official description, `Webhook` and `WebhookShort`. */
import type { DispatchStatus, WebhookEventType } from '../vocabulary.ts';
import type { WebhookRow } from './queries.ts';

export interface ConditionView {
  actorId: string | null;
  actorTaskId: string | null;
  actorRunId: string | null;
}

export interface WebhookShortView {
  id: string;
  createdAt: Date;
  modifiedAt: Date;
  userId: string;
  isAdHoc: boolean;
  isEnabled: boolean;
  isApifyIntegration: false;
  actionType: 'HTTP_REQUEST';
  shouldInterpolateStrings: boolean;
  eventTypes: WebhookEventType[];
  condition: ConditionView;
  ignoreSslErrors: boolean;
  doNotRetry: boolean;
  requestUrl: string;
  lastDispatch: { status: DispatchStatus; finishedAt: Date | null; removedAt: null } | null;
  stats: { totalDispatches: number };
}

export interface WebhookView extends WebhookShortView {
  payloadTemplate: string | null;
  headersTemplate: string | null;
  description: string | null;
}

export const conditionView = ({ actorId, taskId, runId }: Pick<WebhookRow, 'actorId' | 'taskId' | 'runId'>) => ({
  ...{ actorId, actorTaskId: taskId, actorRunId: runId },
});

/**
 * An address as it is shown: whole to those who may change it, for it may hold a secret anywhere behind its host (a key in the query, a path that
 * nobody else knows); else no more than where it leads.
 */
export const shownUrl = (requestUrl: string, mayWrite: boolean): string =>
  mayWrite ? requestUrl : `${new URL(requestUrl).origin}/***`;

export const webhookShortView = (row: WebhookRow, mayWrite: boolean): WebhookShortView => ({
  id: row.id,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
  userId: row.accountId,
  isAdHoc: row.isAdHoc,
  isEnabled: row.isEnabled,
  isApifyIntegration: false,
  actionType: 'HTTP_REQUEST',
  shouldInterpolateStrings: row.shouldInterpolateStrings,
  eventTypes: row.eventTypes,
  condition: conditionView(row),
  ignoreSslErrors: row.ignoreSslErrors,
  doNotRetry: row.doNotRetry,
  requestUrl: shownUrl(row.requestUrl, mayWrite),
  lastDispatch: row.lastStatus && { status: row.lastStatus, finishedAt: row.lastFinishedAt, removedAt: null },
  stats: { totalDispatches: row.totalDispatches },
});

/** Templates are for those who may change them: they hold secrets of the receiver. */
export const webhookView = (row: WebhookRow, mayWrite: boolean): WebhookView => ({
  ...webhookShortView(row, mayWrite),
  payloadTemplate: mayWrite ? row.payloadTemplate : null,
  headersTemplate: mayWrite ? row.headersTemplate : null,
  description: row.description,
});
