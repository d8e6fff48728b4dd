import { AddTargetDialog } from '@/components/schedule/add-target-dialog.tsx';
import { listActorRows } from '@/lib/actor-listing/list-rows.ts';
import { open } from '@/lib/console/page.ts';
import { listTaskRows } from '@/lib/task-listing/list-rows.ts';
import { addTargetAction } from '../actions.ts';

const OFFERED = 100;

/** Loads what is offered to be started. */
export async function AddTargetDialogFor({ scheduleId, closeHref }: { scheduleId: string; closeHref: string }) {
  const [actors, tasks] = await open(closeHref, (ctx) =>
    Promise.all([listActorRows(ctx, { limit: OFFERED }), listTaskRows(ctx, { limit: OFFERED })]),
  );
  const nameOf = ({ ownerUsername, name }: { ownerUsername: string; name: string }) => `${ownerUsername}/${name}`;
  return (
    <AddTargetDialog
      scheduleId={scheduleId}
      choices={{ RUN_ACTOR: actors.rows.map(nameOf), RUN_ACTOR_TASK: tasks.rows.map(nameOf) }}
      action={addTargetAction}
      closeHref={closeHref}
    />
  );
}
