import { Pagination } from '@/components/ui/pagination.tsx';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import { DispatchDetails } from '@/components/webhook/dispatch-details.tsx';
import { DispatchTable } from '@/components/webhook/dispatch-table.tsx';
import { open } from '@/lib/console/page.ts';
import { consolePath, type WebhookQuery } from '@/lib/paths.ts';
import { awaitedApproval } from '@/lib/webhook-dispatch/awaited-approval.ts';
import { getDispatch } from '@/lib/webhook-dispatch/get.ts';
import { listDispatchesOf } from '@/lib/webhook-dispatch/list.ts';
import type { WebhookPageView } from '@/lib/webhook-page/get-page.ts';
import { replayDispatchAction } from '../actions.ts';

const PAGE_ROWS = 30;

export async function DispatchesTab({ view, query }: { view: WebhookPageView; query: WebhookQuery }) {
  const { webhook, mayWrite, callsOwnApi } = view;
  const here = (change: WebhookQuery) => consolePath.webhook(webhook.id, { after: query.after, ...change });
  const offset = Math.max(0, Number.parseInt(query.after ?? '0', 10) || 0);
  const page = { offset, limit: PAGE_ROWS, desc: true };
  const { items, total } = await open(here({}), (ctx) => listDispatchesOf(ctx, webhook.id, page));
  const shown = query.dispatch;
  const dispatch = shown ? await open(here({}), (ctx) => getDispatch(ctx, shown)) : null;
  const at = (to: number) => consolePath.webhook(webhook.id, { after: to > 0 ? String(to) : undefined });
  // What is tried again soon is worth looking at again.
  const isSoon = items.some(({ status, nextTryAt }) => status === 'ACTIVE' && isWithinMinutes(nextTryAt));
  return (
    <>
      <RefreshWhile isUnfinished={isSoon} />
      <DispatchTable
        rows={items}
        hrefOf={(id) => here({ dispatch: id })}
        currentId={shown}
        replayAction={mayWrite ? replayDispatchAction : null}
      />
      <Pagination
        label="Deliveries"
        newerHref={offset > 0 ? at(offset - PAGE_ROWS) : null}
        olderHref={offset + PAGE_ROWS < total ? at(offset + PAGE_ROWS) : null}
      />
      {dispatch ? (
        <DispatchDetails
          dispatch={dispatch}
          closeHref={here({ dispatch: undefined })}
          awaitsApprovalOf={callsOwnApi ? awaitedApproval(dispatch) : null}
        />
      ) : null}
    </>
  );
}

const isWithinMinutes = (at: Date | null) => at === null || at.getTime() < Date.now() + 5 * 60_000;
