import { RequestTable } from '@/components/request-queue/request-table.tsx';
import { BackToRequests, RequestView } from '@/components/request-queue/request-view.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ChoiceLinks } from '@/components/ui/choice-links.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open } from '@/lib/console/page.ts';
import type { Ctx } from '@/lib/context.ts';
import { refusalOf } from '@/lib/errors.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import { getQueueRequest } from '@/lib/request-queue/get-queue-request.ts';
import { listQueueRequests, type QueueRequestFilter } from '@/lib/request-queue/list-queue-requests.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';

type RequestsTabProps = { view: StoragePageView<'request-queue'>; query: StorageQuery };

const PAGE_REQUESTS = 50;

const FILTERS: { filter: QueueRequestFilter; label: string; none: string }[] = [
  { filter: 'all', label: 'All', none: 'There are no more requests.' },
  { filter: 'pending', label: 'Pending', none: 'No request waits to be taken.' },
  { filter: 'locked', label: 'Locked', none: 'No request is being worked on.' },
  { filter: 'handled', label: 'Handled', none: 'No request has been handled.' },
];

const referenceTo = (id: string) => ({ kind: 'request-queue', address: { by: 'id', id } }) as const;

/** The requests of a queue, or one of them. */
export async function RequestsTab({ view, query }: RequestsTabProps) {
  if (query.request !== undefined) return <OneRequest view={view} query={query} requestId={query.request} />;
  const { id, totalRequestCount } = view.storage;
  const here = (change: StorageQuery) => consolePath.storage('request-queue', id, { ...query, ...change });
  const shown = FILTERS.find(({ filter }) => filter === query.filter) ?? FILTERS[0];
  const filter = shown?.filter ?? 'all';
  const { rows, next } = await open(here({}), (ctx) =>
    listQueueRequests(ctx, referenceTo(id), { cursor: query.cursor, filter, limit: PAGE_REQUESTS }),
  );
  if (totalRequestCount === 0 && rows.length === 0) {
    return (
      <EmptyState
        action={
          view.may.write ? (
            <Button href={here({ dialog: 'add-request' })} scroll={false}>
              Add a request
            </Button>
          ) : undefined
        }
      >
        No requests yet. Programs add them over the API{view.may.write ? ', and so can you.' : '.'}
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 justify-items-start gap-3 *:max-w-full">
      <ChoiceLinks
        label="Which requests"
        choices={FILTERS.map(({ filter: other, label }) => ({
          label,
          href: here({ filter: other === 'all' ? undefined : other, cursor: undefined }),
          isCurrent: other === filter,
        }))}
      />
      <div className="w-full min-w-0">
        {rows.length === 0 ? (
          <EmptyState>{shown?.none}</EmptyState>
        ) : (
          <RequestTable rows={rows} here={here} mayWrite={view.may.write} />
        )}
        <Pagination
          label="Requests"
          words={{ newer: 'First', older: 'Next', atNewest: 'These are the first', atOldest: 'These are the last' }}
          newerHref={query.cursor ? here({ cursor: undefined }) : null}
          olderHref={next && here({ cursor: next })}
        />
      </div>
    </div>
  );
}

async function OneRequest({ view, query, requestId }: RequestsTabProps & { requestId: string }) {
  const { id } = view.storage;
  const here = (change: StorageQuery) => consolePath.storage('request-queue', id, { ...query, ...change });
  const listHref = here({ request: undefined });
  const request = await open(here({}), (ctx) => requestOrNull(ctx, id, requestId));
  if (!request) {
    return (
      <div className="grid grid-cols-1 gap-4">
        <BackToRequests href={listHref} />
        <EmptyState>There is no such request in this queue.</EmptyState>
      </div>
    );
  }
  return (
    <RequestView
      request={request}
      listHref={listHref}
      deleteHref={here({ delete: requestId })}
      mayWrite={view.may.write}
    />
  );
}

/** null for a request that is not there, or no longer: the queue is. */
async function requestOrNull(ctx: Ctx, id: string, requestId: string) {
  try {
    return await getQueueRequest(ctx, referenceTo(id), requestId);
  } catch (error) {
    if (refusalOf(error)?.type === 'record-not-found') return null;
    throw error;
  }
}
