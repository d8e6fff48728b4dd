import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ScheduleHeader } from '@/components/schedule/schedule-header.tsx';
import { ScheduleSettings } from '@/components/schedule/schedule-settings.tsx';
import { scheduleLabel } from '@/components/schedule/words.ts';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type ScheduleQuery } from '@/lib/paths.ts';
import { AccessTab } from '../../sharing/access-tab.tsx';
import { ShareDialogFor } from '../../sharing/share-dialog-for.tsx';
import { deleteScheduleAction, fireNowAction, saveSettingsAction, setEnabledAction } from '../actions.ts';
import { loadSchedule, type SchedulePageParams } from '../load-schedule.ts';
import { AddTargetDialogFor } from './add-target-dialog-for.tsx';
import { EditTargetDialogFor } from './edit-target-dialog-for.tsx';
import { LogTab } from './log-tab.tsx';
import { TargetsTab } from './targets-tab.tsx';

export async function generateMetadata(page: SchedulePageParams): Promise<Metadata> {
  return { title: scheduleLabel((await loadSchedule(page)).schedule) };
}

export default async function SchedulePage(page: SchedulePageParams) {
  const view = await loadSchedule(page);
  const query = singles(await page.searchParams);
  const { schedule, may, targets } = view;
  const { id } = schedule;
  const here = (change: ScheduleQuery) => consolePath.schedule(id, { ...query, ...change });
  const closeHref = here({ dialog: undefined, target: undefined });
  const resource: SharedResource = {
    target: { kind: 'schedule', id },
    hasName: true,
    ownerUsername: view.ownerUsername,
    consoleUrl: view.consoleUrl,
    generalAccess: null,
    mayShare: may.share,
    because: view.because,
  };
  const tabs: { label: string; tab: ScheduleQuery['tab']; count?: number; content: () => ReactNode }[] = [
    { label: 'Starts', tab: undefined, count: targets.length, content: () => <TargetsTab view={view} here={here} /> },
    { label: 'Log', tab: 'log', content: () => <LogTab id={id} timezone={schedule.timezone} after={query.after} /> },
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
              <ScheduleSettings view={view} action={saveSettingsAction} deleteHref={here({ dialog: 'delete' })} />
            ),
          },
        ] as const)
      : []),
  ];
  const current = tabs.find(({ tab }) => tab === query.tab) ?? tabs[0];
  const edited = targets.find(({ action }) => action.id === query.target);
  return (
    <>
      <ScheduleHeader
        view={view}
        shareHref={may.share ? here({ dialog: 'share' }) : null}
        actions={{ setEnabled: setEnabledAction, fireNow: fireNowAction }}
      />
      <RefreshWhile isUnfinished={view.isFiring} />
      <Tabs
        label="Schedule"
        tabs={tabs.map(({ label, tab, count }) => ({
          ...{ label, count },
          href: consolePath.schedule(id, { tab }),
          isCurrent: tab === current?.tab,
        }))}
      />
      <div className="pt-5">{current?.content()}</div>
      {query.dialog === 'share' && may.share ? <ShareDialogFor resource={resource} closeHref={closeHref} /> : null}
      {query.dialog === 'add-target' && may.write ? <AddTargetDialogFor scheduleId={id} closeHref={closeHref} /> : null}
      {query.dialog === 'edit-target' && may.write && edited ? (
        <EditTargetDialogFor scheduleId={id} target={edited} closeHref={closeHref} />
      ) : null}
      {query.dialog === 'delete' && may.write ? (
        <ConfirmDialog
          title={`Delete “${scheduleLabel(schedule)}”?`}
          meaning="Its log goes with it, and it starts nothing any more. Runs that it started stay. This cannot be undone."
          confirmLabel="Delete schedule"
          action={deleteScheduleAction}
          fields={{ id }}
          closeHref={closeHref}
        />
      ) : null}
    </>
  );
}
