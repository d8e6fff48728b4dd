import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { BadgeStanding } from '@/components/approval/badge-standing.tsx';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { StartTask } from '@/components/task/start-task.tsx';
import { TaskHeader } from '@/components/task/task-header.tsx';
import { TaskSettings } from '@/components/task/task-settings.tsx';
import { NO_ACTOR, NO_RUN, taskLabel } from '@/components/task/words.ts';
import { Tabs } from '@/components/ui/tabs.tsx';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type TaskQuery } from '@/lib/paths.ts';
import { loadStanding } from '../../approval/load-standing.ts';
import { AccessTab } from '../../sharing/access-tab.tsx';
import { ShareDialogFor } from '../../sharing/share-dialog-for.tsx';
import { deleteTaskAction, renameTaskAction, startTaskAction } from '../actions.ts';
import { loadTask, sharedTask, type TaskPageParams } from '../load-task.ts';
import { InputTab } from './input-tab.tsx';
import { RunsTab } from './runs-tab.tsx';
import { WebhooksTab } from './webhooks-tab.tsx';

export async function generateMetadata(page: TaskPageParams): Promise<Metadata> {
  return { title: taskLabel((await loadTask(page)).task) };
}

export default async function TaskPage(page: TaskPageParams) {
  const view = await loadTask(page);
  const query = singles(await page.searchParams);
  const { task, actor, may } = view;
  const here = (change: TaskQuery) => consolePath.task(task.id, { ...query, ...change });
  const closeHref = here({ dialog: undefined });
  const resource = sharedTask(view);
  const refusal = actor ? (actor.mayRun ? null : NO_RUN) : NO_ACTOR;
  const standing = actor ? await loadStanding(actor.id, actor.mayRun) : null;
  const tabs: { label: string; tab: TaskQuery['tab']; content: () => ReactNode }[] = [
    { label: 'Input', tab: undefined, content: () => <InputTab view={view} refusal={refusal} /> },
    { label: 'Runs', tab: 'runs', content: () => <RunsTab taskId={task.id} after={query.after} /> },
    { label: 'Webhooks', tab: 'webhooks', content: () => <WebhooksTab taskId={task.id} /> },
    {
      label: 'Access',
      tab: 'access',
      content: () => <AccessTab resource={resource} path={here({})} shareHref={here({ dialog: 'share' })} />,
    },
    ...(may.write
      ? ([
          {
            label: 'Settings',
            tab: 'settings',
            content: () => (
              <TaskSettings {...{ task, refusal, action: renameTaskAction }} deleteHref={here({ dialog: 'delete' })} />
            ),
          },
        ] as const)
      : []),
  ];
  const current = tabs.find(({ tab }) => tab === query.tab) ?? tabs[0];
  // Where it can be changed, the form that does so has its own button.
  const hasForm = current?.tab === undefined && may.change;
  return (
    <>
      <TaskHeader
        view={view}
        shareHref={may.share ? here({ dialog: 'share' }) : null}
        standing={
          actor && standing ? (
            <BadgeStanding
              standing={standing}
              reviewHref={consolePath.actor(actor.id, { approvePermissions: 'true' })}
            />
          ) : null
        }
        isAlwaysLimited={standing?.state === 'ceiling'}
        actions={
          hasForm ? null : (
            <StartTask
              taskId={task.id}
              action={startTaskAction}
              variant="primary"
              disabledReason={refusal ?? undefined}
            />
          )
        }
      />
      <Tabs
        label="Task"
        tabs={tabs.map(({ label, tab }) => ({
          label,
          href: consolePath.task(task.id, { tab }),
          isCurrent: tab === current?.tab,
        }))}
      />
      <div className="pt-5">{current?.content()}</div>
      {query.dialog === 'share' && may.share ? <ShareDialogFor resource={resource} closeHref={closeHref} /> : null}
      {query.dialog === 'delete' && may.write ? (
        <ConfirmDialog
          title={`Delete “${taskLabel(task)}”?`}
          meaning="Whatever starts it, also schedules, finds it no more. Its runs and their results stay. This cannot be undone."
          confirmLabel="Delete task"
          action={deleteTaskAction}
          fields={{ id: task.id }}
          closeHref={closeHref}
        />
      ) : null}
    </>
  );
}
