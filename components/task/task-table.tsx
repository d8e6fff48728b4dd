import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { Status } from '@/components/actor/status.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import type { TaskRowView } from '@/lib/task-listing/list-rows.ts';
import { StartTask } from './start-task.tsx';
import { actorWords, NO_ACTOR, taskLabel } from './words.ts';

type TaskTableProps = {
  rows: TaskRowView[];
  startAction: FormAction;
  /** On the page of an Actor all are of that one. */
  isOfOneActor?: boolean;
};

export function TaskTable({ rows, startAction, isOfOneActor = false }: TaskTableProps) {
  const columns: (Column | false)[] = [
    { label: 'Name' },
    !isOfOneActor && { label: 'Actor' },
    { label: 'Runs', align: 'end' },
    { label: 'Your last run' },
    { label: 'Modified' },
    { label: 'Start', isLabelHidden: true },
  ];
  return (
    <DataTable label="Tasks" columns={columns.filter((column) => column !== false)}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader>
            <Link href={consolePath.task(row.id)} className="font-medium">
              {taskLabel(row)}
            </Link>
            <span className="block text-xs text-muted">
              {row.ownerUsername}/{row.name}
            </span>
          </Cell>
          {isOfOneActor ? null : (
            <Cell>
              <ActorOfTask actor={row.actor} />
            </Cell>
          )}
          <Cell align="end">{row.totalRuns.toLocaleString('en')}</Cell>
          <Cell>
            {row.lastRun ? (
              <>
                <Link href={consolePath.run(row.lastRun.id)}>
                  <Status status={row.lastRun.status} />
                </Link>
                <span className="block text-xs text-muted">
                  <RelativeTime at={row.lastRun.startedAt} />
                </span>
              </>
            ) : (
              <span className="text-faint">Never</span>
            )}
          </Cell>
          <Cell>
            <RelativeTime at={row.modifiedAt} />
          </Cell>
          <Cell isAction>
            <StartTask
              taskId={row.id}
              action={startAction}
              variant="secondary"
              size="small"
              label={`Start ${taskLabel(row)}`}
              disabledReason={row.actor || isOfOneActor ? undefined : NO_ACTOR}
            />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

function ActorOfTask({ actor }: Pick<TaskRowView, 'actor'>) {
  if (!actor) return <span className="text-muted">Deleted, or not shared with you</span>;
  return (
    <span className="grid justify-items-start gap-1">
      <Link href={consolePath.actor(actor.id)} className="block max-w-52 truncate" title={actor.name}>
        {actorWords(actor)}
      </Link>
      <PermissionBadge level={actor.level} isAlwaysLimited={actor.hasCeiling} />
    </span>
  );
}

/** A list that is empty, and one in which nothing was found: they ask for different things. */
export function NoTasks({
  isFiltered,
  clearHref,
  newHref,
}: {
  isFiltered: boolean;
  clearHref: string;
  newHref: string;
}) {
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>No task matches this filter.</EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button variant="primary" href={newHref} scroll={false}>
          New task
        </Button>
      }
    >
      A task keeps an Actor together with an input and options, to be run again by hand, by a schedule or over the API.
    </EmptyState>
  );
}
