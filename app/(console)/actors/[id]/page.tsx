import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ActorApiDialog } from '@/components/actor/actor-api-dialog.tsx';
import { ActorHeader } from '@/components/actor/actor-header.tsx';
import { DeleteActorDialog } from '@/components/actor/delete-actor-dialog.tsx';
import { LostBuildNotice } from '@/components/actor/lost-build-notice.tsx';
import { PublishDialog } from '@/components/actor/publish-dialog.tsx';
import { actorLabel } from '@/components/actor/words.ts';
import { AnsweredNotice } from '@/components/approval/answered-notice.tsx';
import { isRevocable } from '@/components/approval/words.ts';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { Tabs } from '@/components/ui/tabs.tsx';
import { singles } from '@/lib/console/query.ts';
import { env } from '@/lib/env.ts';
import { type ActorQuery, consolePath } from '@/lib/paths.ts';
import { revokeApprovalAction } from '../../approval/actions.ts';
import { ApprovalDialogFor } from '../../approval/approval-dialog-for.tsx';
import { loadStanding } from '../../approval/load-standing.ts';
import { AccessTab } from '../../sharing/access-tab.tsx';
import { ShareDialogFor } from '../../sharing/share-dialog-for.tsx';
import { deleteActorAction, publishActorAction } from '../actions.ts';
import { type ActorPageParams, loadActor } from '../load-actor.ts';
import { BuildsTab } from './builds-tab.tsx';
import { InformationTab } from './information-tab.tsx';
import { InputTab } from './input-tab.tsx';
import { RunsTab } from './runs-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { SourceTab } from './source-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';
import { WebhooksTab } from './webhooks-tab.tsx';

export async function generateMetadata(page: ActorPageParams): Promise<Metadata> {
  return { title: actorLabel((await loadActor(page)).actor) };
}

export default async function ActorPage(page: ActorPageParams) {
  const view = await loadActor(page);
  const query = singles(await page.searchParams);
  const { actor, may, isOwner, level } = view;
  const here = (change: ActorQuery) => consolePath.actor(actor.id, { ...query, ...change });
  const closeHref = here({ dialog: undefined, approvePermissions: undefined, answered: undefined });
  const standing = await loadStanding(actor.id, may.run);
  const resource: SharedResource = {
    target: { kind: 'actor', id: actor.id },
    hasName: true,
    ownerUsername: actor.username,
    consoleUrl: actor.consoleUrl,
    generalAccess: null,
    mayShare: may.share,
    because: view.because,
  };
  const tabs: { label: string; tab: ActorQuery['tab']; count?: number; content: () => ReactNode }[] = [
    ...(may.run
      ? [
          {
            label: 'Input',
            tab: undefined,
            content: () => (
              <InputTab
                view={view}
                isLimited={query.level === 'limited'}
                inputOf={query.inputOf}
                isAlwaysLimited={standing?.state === 'ceiling'}
              />
            ),
          },
        ]
      : []),
    { label: 'Information', tab: 'information', content: () => <InformationTab view={view} /> },
    { label: 'Runs', tab: 'runs', content: () => <RunsTab view={view} after={query.after} /> },
    { label: 'Tasks', tab: 'tasks', content: () => <TasksTab view={view} after={query.after} /> },
    {
      label: 'Builds',
      tab: 'builds',
      count: actor.stats.totalBuilds,
      content: () => <BuildsTab view={view} after={query.after} />,
    },
    ...(view.seesSource
      ? ([
          { label: 'Source', tab: 'source', content: () => <SourceTab view={view} version={query.version} /> },
        ] as const)
      : []),
    ...(may.run
      ? [{ label: 'Webhooks', tab: 'webhooks' as const, content: () => <WebhooksTab actorId={actor.id} /> }]
      : []),
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
              <SettingsTab
                view={view}
                deleteHref={here({ dialog: 'delete' })}
                publishHref={here({ dialog: 'publish' })}
              />
            ),
          },
        ] as const)
      : []),
  ];
  const current = tabs.find(({ tab }) => tab === query.tab) ?? tabs[0];
  return (
    <>
      <ActorHeader
        actor={{
          ...actor,
          level,
          totalRuns: actor.stats.totalRuns,
          lastRunStartedAt: actor.stats.lastRunStartedAt ?? null,
        }}
        isOwner={isOwner}
        ownerName={view.ownerName}
        shareHref={may.share ? here({ dialog: 'share' }) : null}
        apiHref={here({ dialog: 'api' })}
        approval={
          standing && {
            standing,
            reviewHref: here({ approvePermissions: 'true', answered: undefined }),
            revokeHref: here({ dialog: 'revoke-approval', answered: undefined }),
          }
        }
      />
      {query.answered && standing ? <AnsweredNotice standing={standing} /> : null}
      {actor.isPublic && may.write && !view.hasDefaultBuild ? (
        <LostBuildNotice
          build={actor.defaultRunOptions.build}
          buildsHref={consolePath.actor(actor.id, { tab: 'builds' })}
          settingsHref={consolePath.actor(actor.id, { tab: 'settings' })}
        />
      ) : null}
      <Tabs
        label="Actor"
        tabs={tabs.map(({ label, tab, count }) => ({
          ...{ label, count },
          href: consolePath.actor(actor.id, { tab }),
          isCurrent: tab === current?.tab,
        }))}
      />
      <div className="pt-5">{current?.content()}</div>
      {query.dialog === 'share' && may.share ? <ShareDialogFor resource={resource} closeHref={closeHref} /> : null}
      {query.dialog === 'publish' && may.share ? (
        <PublishDialog
          actor={actor}
          hasDefaultBuild={view.hasDefaultBuild}
          defaultBuild={actor.defaultRunOptions.build}
          action={publishActorAction}
          buildsHref={consolePath.actor(actor.id, { tab: 'builds' })}
          closeHref={closeHref}
        />
      ) : null}
      {query.dialog === 'delete' && may.write ? (
        <DeleteActorDialog actor={actor} action={deleteActorAction} closeHref={closeHref} />
      ) : null}
      {query.dialog === 'api' ? (
        <ActorApiDialog actorId={actor.id} apiUrl={env().apiUrl} closeHref={closeHref} />
      ) : null}
      {query.dialog === 'revoke-approval' && standing ? (
        <ConfirmDialog
          title={`Revoke the approval of “${actorLabel(actor)}”?`}
          meaning={
            isRevocable(standing)
              ? 'Whatever starts it, also schedules and webhooks, is refused until you approve it again. Runs that are going on go on.'
              : null
          }
          confirmLabel="Revoke approval"
          action={revokeApprovalAction}
          fields={{ id: actor.id }}
          closeHref={closeHref}
        />
      ) : null}
      {query.approvePermissions === 'true' ? (
        <ApprovalDialogFor
          actorId={actor.id}
          mayRun={may.run}
          path={consolePath.actor(actor.id, query)}
          closeHref={closeHref}
        />
      ) : null}
    </>
  );
}
