import type { Metadata } from 'next';
import { StartedNotice } from '@/components/approval/answered-notice.tsx';
import { AbortDialog } from '@/components/run/abort-dialog.tsx';
import { RunHeader } from '@/components/run/run-header.tsx';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type RunQuery } from '@/lib/paths.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { ApprovalDialogFor } from '../../../approval/approval-dialog-for.tsx';
import { findStanding } from '../../../approval/load-standing.ts';
import { AccessTab } from '../../../sharing/access-tab.tsx';
import { ShareDialogFor } from '../../../sharing/share-dialog-for.tsx';
import { abortRunAction, deleteRunAction, resurrectRunAction } from '../actions.ts';
import { loadRun, type RunPageParams, runMetadata, sharedRun } from './load-run.ts';
import { InputTab, LogTab, OutputTab, StorageTab, UseTab } from './tabs.tsx';

export const generateMetadata = (page: RunPageParams): Promise<Metadata> => runMetadata(page);

export default async function RunPage(page: RunPageParams) {
  const view = await loadRun(page);
  const query = singles(await page.searchParams);
  const { run, counts } = view;
  const { id } = run;
  const isOver = isFinal(run.status);
  const tab = TABS.find((known) => known === query.tab) ?? (run.status === 'SUCCEEDED' ? 'output' : 'log');
  // The tab stays where it is when the run ends while a dialog is open.
  const here = (change: RunQuery) => consolePath.run(id, { ...query, ...change });
  const closeHref = here({ dialog: undefined });
  const standing = query.answered && view.isOwner ? await findStanding(run.actId) : null;
  const shared = sharedRun(view);
  const tabs = [
    { label: 'Output', tab: 'output', count: counts.itemCount ?? undefined },
    { label: 'Log', tab: 'log' },
    { label: 'Input', tab: 'input' },
    { label: 'Storage', tab: 'storage' },
    { label: 'Access', tab: 'access' },
    ...(view.may.seeUse ? [{ label: 'What its token did', tab: 'use' } as const] : []),
  ] as const;
  return (
    <>
      <RunHeader view={view} here={here} />
      {standing ? <StartedNotice level={run.actorPermissionLevel} standing={standing} /> : null}
      <Tabs
        label="Run"
        tabs={tabs.map(({ tab: of, ...rest }) => ({
          ...rest,
          href: consolePath.run(id, { tab: of }),
          isCurrent: tab === of,
        }))}
      />
      <div className="pt-5">
        {tab === 'log' ? <LogTab view={view} path={here({})} /> : null}
        {tab === 'output' ? <OutputTab view={view} path={here({})} offset={query.offset} /> : null}
        {tab === 'input' ? <InputTab view={view} path={here({})} /> : null}
        {tab === 'storage' ? <StorageTab view={view} path={here({})} /> : null}
        {tab === 'access' ? (
          <AccessTab resource={shared} path={here({})} shareHref={here({ dialog: 'share' })} />
        ) : null}
        {tab === 'use' ? <UseTab view={view} path={here({})} /> : null}
      </div>
      {query.dialog === 'share' ? <ShareDialogFor resource={shared} closeHref={closeHref} /> : null}
      {query.dialog === 'abort' && view.may.abort ? (
        <AbortDialog runId={id} isOver={isOver} action={abortRunAction} closeHref={closeHref} />
      ) : null}
      {query.dialog === 'resurrect' && view.may.write ? (
        <ConfirmDialog
          title="Resurrect this run?"
          meaning={
            isOver
              ? 'It starts again with the storages that it has, and a new timeout. It keeps its permission level.'
              : null
          }
          confirmLabel="Resurrect run"
          variant="primary"
          action={resurrectRunAction}
          fields={{ id }}
          closeHref={closeHref}
        />
      ) : null}
      {query.dialog === 'approve' && view.may.write ? (
        <ApprovalDialogFor
          actorId={run.actId}
          mayRun
          path={here({})}
          closeHref={closeHref}
          start={{ action: resurrectRunAction, fields: { id }, interrupted: 'resurrect', limits: 'always' }}
        />
      ) : null}
      {query.dialog === 'delete' && view.may.write ? (
        <ConfirmDialog
          title="Delete this run?"
          meaning={
            isOver
              ? 'Its log and those of its storages that have no name go with it. This cannot be undone.'
              : 'Abort it first: only runs that have finished can be deleted.'
          }
          confirmLabel="Delete run"
          action={deleteRunAction}
          fields={{ id }}
          closeHref={closeHref}
        />
      ) : null}
    </>
  );
}

const TABS = ['log', 'output', 'input', 'storage', 'access', 'use'] as const;
