import type { Metadata } from 'next';
import { NewTaskDialog } from '@/components/task/new-task-dialog.tsx';
import { NoTasks, TaskTable } from '@/components/task/task-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ListFilters } from '@/components/ui/list-filters.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { listRunnableActors } from '@/lib/actor-listing/list-runnable.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type TasksQuery } from '@/lib/paths.ts';
import { listTaskRows, type TaskRowFilter } from '@/lib/task-listing/list-rows.ts';
import { createTaskAction, startTaskAction } from './actions.ts';

export const metadata: Metadata = { title: 'Tasks' };

const PAGE_ROWS = 50;

export default async function TasksPage({ searchParams }: { searchParams: Promise<TasksQuery> }) {
  const query = singles(await searchParams);
  const path = consolePath.tasks(query);
  await requireAccount(path);
  const { search, ownership, after } = query;
  const filter: TaskRowFilter = {
    ...(search && { search }),
    ...((ownership === 'ownedByMe' || ownership === 'sharedWithMe') && { ownership }),
  };
  const { rows, next, total } = await open(path, (ctx) =>
    listTaskRows(ctx, { ...filter, limit: PAGE_ROWS, after: parseKey(after) }),
  );
  const here = (change: TasksQuery) => consolePath.tasks({ ...query, ...change });
  return (
    <>
      <PageHeader
        title="Tasks"
        description="Actors with an input and options, kept to be run again."
        actions={
          <Button variant="primary" href={here({ dialog: 'new' })} scroll={false}>
            New task
          </Button>
        }
      />
      <ListFilters
        many="tasks"
        query={query}
        total={`${total.toLocaleString('en')} ${total === 1 ? 'task' : 'tasks'}`}
      />
      {rows.length === 0 ? (
        <NoTasks
          isFiltered={Boolean(search || ownership)}
          clearHref={consolePath.tasks()}
          newHref={consolePath.tasks({ dialog: 'new' })}
        />
      ) : (
        <TaskTable rows={rows} startAction={startTaskAction} />
      )}
      <Pagination
        label="Tasks"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {query.dialog === 'new' ? (
        <NewTaskDialog
          actors={await open(path, listRunnableActors)}
          actor={query.actor}
          action={createTaskAction}
          closeHref={here({ dialog: undefined, actor: undefined })}
        />
      ) : null}
    </>
  );
}
