import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import type { DispatchStatus, WebhookEventType } from '../vocabulary.ts';
import { listedWebhookCount, selectWebhooks, type WebhookFilter, type WebhookRow } from '../webhook/queries.ts';
import { type Named, selectNames } from './queries.ts';

/** A row of the Console's list. `host`: where it leads, without what may be secret. */
export interface WebhookRowView {
  id: string;
  host: string;
  description: string | null;
  eventTypes: WebhookEventType[];
  waitsFor: Named;
  isEnabled: boolean;
  lastStatus: DispatchStatus | null;
  /** How often that delivery has been tried. */
  lastTries: number;
  totalDispatches: number;
  createdAt: Date;
}

/** A page of the Console's list, newest first, without those of single runs. Errors: `token-not-provided`. */
export async function listWebhookRows(
  ctx: Ctx,
  input: { after?: PageKey | undefined; limit: number; of?: WebhookFilter },
): Promise<KeyPage<WebhookRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, 'webhook');
  const filter = input.of ?? {};
  const [rows, total] = await Promise.all([
    selectWebhooks(listing, filter, { offset: 0, limit: input.limit + 1, desc: true, after: input.after }),
    listedWebhookCount(listing, filter),
  ]);
  const names = await selectNames(
    listing,
    rows.map(({ actorId, taskId }) => actorId ?? taskId ?? ''),
  );
  const views = rows.map((row) => ({
    ...{ id: row.id, host: new URL(row.requestUrl).host, description: row.description, eventTypes: row.eventTypes },
    ...{ waitsFor: waitsFor(row, names), isEnabled: row.isEnabled, lastStatus: row.lastStatus },
    lastTries: row.lastTries ?? 0,
    ...{ totalDispatches: row.totalDispatches, createdAt: row.createdAt },
  }));
  return { ...keyPage(views, input.limit), total };
}

export function waitsFor({ actorId, taskId, runId }: WebhookRow, names: ReadonlyMap<string, string>): Named {
  const id = runId ?? taskId ?? actorId ?? '';
  return { kind: runId ? 'run' : taskId ? 'task' : 'actor', id, name: names.get(id) ?? null };
}
