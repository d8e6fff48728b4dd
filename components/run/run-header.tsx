import { CircleStop, Repeat, RotateCcw, Share2, Trash2, Upload } from 'lucide-react';
import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { Status } from '@/components/actor/status.tsx';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath, type RunQuery } from '@/lib/paths.ts';
import type { RunPageView } from '@/lib/run-page/get-page.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { LiveDuration } from './live-duration.tsx';
import { LiveMeasures } from './live-measures.tsx';
import { ORIGIN_WORDS, runAgainHref, runTitle } from './words.ts';

type RunHeaderProps = { view: RunPageView; here: (change: RunQuery) => string };

export function RunHeader({ view, here }: RunHeaderProps) {
  const { run, effectiveAccess, isOwner } = view;
  return (
    <>
      <PageHeader
        title={runTitle(view)}
        access={effectiveAccess}
        breadcrumb={[{ label: 'Runs', href: consolePath.runs() }]}
        chips={
          <>
            <Status status={run.status} />
            <PermissionBadge level={run.actorPermissionLevel} />
            <AccessChip
              access={effectiveAccess}
              isFromAccount={run.generalAccess === 'FOLLOW_USER_SETTING'}
              href={consolePath.run(run.id, { tab: 'access' })}
            />
            {isOwner ? null : <Badge>Owned by {view.ownerUsername}</Badge>}
          </>
        }
        actions={<RunActions view={view} here={here} />}
        description={run.statusMessage ?? undefined}
      />
      <RunFacts view={view} />
    </>
  );
}

function RunActions({ view: { run, actor, counts, may }, here }: RunHeaderProps) {
  const isOver = isFinal(run.status);
  const againHref = runAgainHref(run, actor);
  const refusal = (isAllowed: boolean) => (isAllowed ? undefined : 'You may read this run, not change it');
  return (
    <>
      {isOver ? (
        <Button href={here({ dialog: 'resurrect' })} scroll={false} disabledReason={refusal(may.write)}>
          <RotateCcw /> Resurrect
        </Button>
      ) : (
        <Button
          href={here({ dialog: 'abort' })}
          scroll={false}
          disabledReason={refusal(may.abort) ?? (run.status === 'TIMING-OUT' ? 'It is ending already' : undefined)}
        >
          <CircleStop /> Abort
        </Button>
      )}
      {againHref ? <IconButton label="Run again" icon={<Repeat />} href={againHref} /> : null}
      <IconButton
        label="Delete run"
        icon={<Trash2 />}
        href={here({ dialog: 'delete' })}
        scroll={false}
        disabledReason={refusal(may.write) ?? (isOver ? undefined : 'Abort it first')}
      />
      <Button href={here({ dialog: 'share' })} scroll={false}>
        <Share2 /> Share
      </Button>
      <Button
        variant="primary"
        href={consolePath.storage('dataset', run.defaultDatasetId, { dialog: 'export' })}
        disabledReason={counts.itemCount === null ? 'Its dataset has been deleted' : undefined}
      >
        <Upload /> Export
      </Button>
    </>
  );
}

function RunFacts({ view }: { view: RunPageView }) {
  const { run, actor, task, version, measures } = view;
  const isRunning = !isFinal(run.status);
  return (
    <Facts
      facts={[
        { term: 'ID', value: <CopyText text={run.id} label="Copy run ID" /> },
        {
          term: 'Actor',
          value: actor ? (
            <Link href={consolePath.actor(actor.id)}>{actor.name}</Link>
          ) : view.deletedActorName ? (
            <span>
              {view.deletedActorName} <Badge>Deleted</Badge>
            </span>
          ) : (
            <code>{run.actId}</code>
          ),
        },
        ...(task || run.actorTaskId
          ? [
              {
                term: 'Task',
                value: task ? (
                  <Link href={consolePath.task(task.id)}>{task.title ?? task.name.split('~').at(-1)}</Link>
                ) : (
                  <span className="text-muted">Deleted, or not shared with you</span>
                ),
              },
            ]
          : []),
        {
          term: 'Build',
          value: actor ? (
            <Link href={consolePath.build(actor.id, run.buildId)}>{run.buildNumber}</Link>
          ) : (
            run.buildNumber
          ),
        },
        { term: 'Started', value: <RelativeTime at={run.startedAt} /> },
        ...(run.finishedAt ? [{ term: 'Finished', value: <RelativeTime at={run.finishedAt} /> }] : []),
        {
          term: 'Duration',
          value: (
            <LiveDuration millis={run.stats.runTimeSecs * 1_000} isRunning={isRunning && run.status !== 'READY'} />
          ),
        },
        {
          term: isRunning ? 'Uses now' : 'Used at most',
          value: (
            <LiveMeasures
              href={consolePath.runNow(run.id)}
              memoryMbytes={run.options.memoryMbytes}
              {...{ version, measures, isRunning }}
            />
          ),
        },
        { term: 'Origin', value: <Origin view={view} /> },
        ...(run.exitCode === null ? [] : [{ term: 'Exit code', value: String(run.exitCode) }]),
      ]}
    />
  );
}

/** How it was started, and by what. */
function Origin({ view: { run, startedBy } }: { view: RunPageView }) {
  const kind = ORIGIN_WORDS[run.meta.origin];
  if (!startedBy) return kind;
  const { id, name } = startedBy;
  const words = startedBy.kind === 'run' ? (name ? `a run of ${name}` : 'a run') : name;
  return (
    <span>
      {kind}: <Link href={consolePath[startedBy.kind](id)}>{words}</Link>
    </span>
  );
}
