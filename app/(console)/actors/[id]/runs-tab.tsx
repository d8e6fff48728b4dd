import { RunTable } from '@/components/run/run-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath } from '@/lib/paths.ts';
import { listRunRows } from '@/lib/run-list/list-rows.ts';
import { isFinal } from '@/lib/vocabulary.ts';

const PAGE_ROWS = 30;

/** The viewer's own runs of the Actor, and its owner's for those who were let see them. */
export async function RunsTab({ view, after }: { view: ActorPageView; after: string | undefined }) {
  const { id } = view.actor;
  const here = (key?: string) => consolePath.actor(id, { tab: 'runs', after: key });
  if (!(await signedInAccount())) {
    return (
      <EmptyState>
        <Link href={consolePath.signIn(here())}>Sign in</Link> to see your runs of this Actor.
      </EmptyState>
    );
  }
  const { rows, next } = await open(here(after), (ctx) =>
    listRunRows(ctx, { actor: { by: 'id', id }, limit: PAGE_ROWS, after: parseKey(after) }),
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
