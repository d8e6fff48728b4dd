import { RunTable } from '@/components/run/run-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import { open } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath } from '@/lib/paths.ts';
import { listRunRows } from '@/lib/run-list/list-rows.ts';
import { isFinal } from '@/lib/vocabulary.ts';

const PAGE_ROWS = 30;

/** The viewer's own runs of the task, and its owner's for those who were let see them. */
export async function RunsTab({ taskId: id, after }: { taskId: string; after: string | undefined }) {
  const here = (key?: string) => consolePath.task(id, { tab: 'runs', after: key });
  const { rows, next } = await open(here(after), (ctx) =>
    listRunRows(ctx, { task: { by: 'id', id }, limit: PAGE_ROWS, after: parseKey(after) }),
  );
  if (rows.length === 0) return <EmptyState>Nobody you can see has run it yet.</EmptyState>;
  return (
    <>
      <RefreshWhile isUnfinished={rows.some(({ status }) => !isFinal(status))} />
      <RunTable rows={rows} isOfOneActor />
      <Pagination label="Runs" newerHref={after ? here() : null} olderHref={next && here(keyText(next))} />
    </>
  );
}
