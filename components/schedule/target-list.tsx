import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { BadgeStanding } from '@/components/approval/badge-standing.tsx';
import { dayText, standingText } from '@/components/approval/words.ts';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/cx.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import type { TargetView } from '@/lib/schedule/list-targets.ts';

type TargetListProps = {
  scheduleId: string;
  targets: TargetView[];
  mayWrite: boolean;
  editHref: (actionId: string) => string;
  addHref: string;
  remove: FormAction;
};

/** What a schedule starts: the permissions of each, and what it waits for. */
export function TargetList({ scheduleId, targets, mayWrite, editHref, addHref, remove }: TargetListProps) {
  const add = mayWrite ? (
    <Button href={addHref} scroll={false} variant={targets.length === 0 ? 'primary' : 'secondary'}>
      Add an Actor or a task
    </Button>
  ) : null;
  if (targets.length === 0) return <EmptyState action={add}>It starts nothing yet.</EmptyState>;
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line bg-raised">
        {targets.map((target) => (
          <Target key={target.action.id} target={target}>
            {mayWrite ? (
              <>
                <Button
                  href={editHref(target.action.id)}
                  size="small"
                  scroll={false}
                  aria-label={`Edit ${labelOf(target)}`}
                >
                  Edit
                </Button>
                <ActionForm action={remove} className="contents" goneMessage="It is not started any more">
                  <input type="hidden" name="id" value={scheduleId} />
                  <input type="hidden" name="target" value={target.action.id} />
                  <SubmitButton variant="quiet" size="small" label={`Remove ${labelOf(target)}`}>
                    Remove
                  </SubmitButton>
                </ActionForm>
              </>
            ) : null}
          </Target>
        ))}
      </ul>
      {add ? <div>{add}</div> : null}
    </>
  );
}

const labelOf = ({ task, actor, action }: TargetView): string =>
  (task ?? (action.type === 'RUN_ACTOR' ? actor : null))?.name ??
  (action.type === 'RUN_ACTOR' ? action.actorId : action.actorTaskId);

function Target({ target, children }: { target: TargetView; children: React.ReactNode }) {
  const { action, task, actor, approval, refusedSince } = target;
  const isTask = action.type === 'RUN_ACTOR_TASK';
  const named = isTask ? task : actor;
  const isBlocked = approval?.state === 'needed';
  const approveHref = actor && consolePath.actor(actor.id, { approvePermissions: 'true' });
  return (
    <li className={cx('grid gap-2 px-3 py-2.5 first:rounded-t-md last:rounded-b-md', isBlocked && 'bg-brick-soft')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 text-sm">
          <span className="flex flex-wrap items-center gap-2">
            <Badge>{isTask ? 'Task' : 'Actor'}</Badge>
            {named ? (
              <Link
                href={isTask ? consolePath.task(named.id) : consolePath.actor(named.id)}
                className="font-medium break-all"
              >
                {named.title || named.name}
              </Link>
            ) : (
              <code className="break-all">{labelOf(target)}</code>
            )}
            {actor ? (
              <PermissionBadge level={actor.level} isAlwaysLimited={approval?.state === 'ceiling'}>
                {approval && approveHref ? <BadgeStanding standing={approval} reviewHref={approveHref} /> : null}
              </PermissionBadge>
            ) : null}
          </span>
          <span className="mt-0.5 block text-xs text-muted">{detailsOf(target)}</span>
        </div>
        <div className="flex items-center gap-2">{children}</div>
      </div>
      {named ? null : (
        <p className="text-sm">It is gone, or you may not see it. Firings say in the log what came of it.</p>
      )}
      {named && isTask && !actor ? <p className="text-sm">You may not run the Actor of this task.</p> : null}
      {isBlocked && approveHref ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
          <p className="min-w-40 flex-1 text-brick">
            {refusedSince
              ? `Refused since ${dayText(refusedSince)}: nobody has approved its full permissions.`
              : standingText(approval)}
          </p>
          <Button href={approveHref} size="small" variant="primary">
            Approve
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function detailsOf({ action, task, actor }: TargetView): string {
  if (action.type === 'RUN_ACTOR_TASK') {
    const own = action.input ? 'With input of this schedule in place of the task’s' : 'With the input of the task';
    return actor && task ? `${own} · Actor ${actor.name}` : own;
  }
  const { build, memoryMbytes, timeoutSecs } = action.runOptions ?? {};
  return [
    action.runInput?.body && action.runInput.body !== '{}' ? 'With input' : 'With the Actor’s usual input',
    build && `build ${build}`,
    memoryMbytes && `${memoryMbytes.toLocaleString('en')} MB`,
    timeoutSecs !== undefined &&
      timeoutSecs !== null &&
      (timeoutSecs === 0 ? 'no time limit' : `${timeoutSecs} s at most`),
  ]
    .filter(Boolean)
    .join(' · ');
}
