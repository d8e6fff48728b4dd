import { TaskTable } from '@/components/task/task-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath } from '@/lib/paths.ts';
import { listTaskRows } from '@/lib/task-listing/list-rows.ts';
import { startTaskAction } from '../../tasks/actions.ts';

const PAGE_ROWS = 30;

/** The viewer's tasks of the Actor, own ones and those shared with them. */
export async function TasksTab({ view, after }: { view: ActorPageView; after: string | undefined }) {
  const { id, username, name } = view.actor;
  const here = (key?: string) => consolePath.actor(id, { tab: 'tasks', after: key });
  if (!(await signedInAccount())) {
    return (
      <EmptyState>
        <Link href={consolePath.signIn(here())}>Sign in</Link> to see your tasks of this Actor.
      </EmptyState>
    );
  }
  const { rows, next } = await open(here(after), (ctx) =>
    listTaskRows(ctx, { actor: { by: 'id', id }, limit: PAGE_ROWS, after: parseKey(after) }),
  );
  const newTask = view.may.run ? (
    <Button href={consolePath.tasks({ dialog: 'new', actor: `${username}/${name}` })}>New task</Button>
  ) : null;
  if (rows.length === 0) {
    return <EmptyState action={newTask}>You have no task of this Actor: an input and options to run again.</EmptyState>;
  }
  return (
    <>
      {newTask ? <div className="mb-3 flex justify-end">{newTask}</div> : null}
      <TaskTable rows={rows} startAction={startTaskAction} isOfOneActor />
      <Pagination label="Tasks" newerHref={after ? here() : null} olderHref={next && here(keyText(next))} />
    </>
  );
}
