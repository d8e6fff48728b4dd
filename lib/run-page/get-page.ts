import { authorize } from '../authorization/authorize.ts';
import { effectiveGeneralAccess, type RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { Address } from '../ids.ts';
import { describeRun } from '../run/get.ts';
import type { RunView } from '../run/view.ts';
import { type AccountGeneralAccess, type EffectiveGeneralAccess, isFinal } from '../vocabulary.ts';
import { type OutputCounts, selectDeletedActorName, selectOutputCounts, selectStart } from './queries.ts';
import { type StartedBy, startedBy } from './started-by.ts';

/** What the page of a run shows around its parts. */
export interface RunPageView {
  run: RunView;
  /** null where it has been deleted, or the viewer may not see it. `name`: `username~name`. */
  actor: { id: string; name: string; title: string | null } | null;
  /** The task that it is of, in the same way. */
  task: RunPageView['actor'];
  /** What started it, where the viewer may see that; its origin says only of which kind it was. */
  startedBy: StartedBy | null;
  /** What it was called, `username~name`, where it has been deleted; null also for those who merely know the run's id. */
  deletedActorName: string | null;
  ownerUsername: string;
  effectiveAccess: EffectiveGeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  isOwner: boolean;
  /** `seeUse`: what its token did; see `getRunUse`. */
  may: { write: boolean; abort: boolean; share: boolean; seeUse: boolean };
  /** The rules by which the viewer may read it. */
  because: readonly RuleId[];
  counts: OutputCounts;
  /** Another one when something has changed that a page of the run shows. */
  version: string;
  measures: RunMeasures;
}

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function getRunPage(ctx: Ctx, address: Address): Promise<RunPageView> {
  const proof = await authorize(ctx, 'read', { kind: 'run', address });
  const { row, facts, account, because, may } = proof;
  const isKnown = because.some((rule) => rule !== 'anyone-with-id');
  const [run, counts, actor, task, startedByWhat, deletedActorName] = await Promise.all([
    describeRun(proof),
    selectOutputCounts(proof),
    named(ctx, 'actor', row.actorId),
    facts.run?.task ? named(ctx, 'task', facts.run.task.id) : null,
    selectStart(proof).then((start) => start && startedBy(ctx, start)),
    isKnown ? selectDeletedActorName(proof) : null,
  ]);
  return {
    run,
    actor,
    task,
    startedBy: startedByWhat,
    deletedActorName,
    ownerUsername: row.ownerUsername,
    effectiveAccess: effectiveGeneralAccess(facts),
    ownerGeneralAccess: row.ownerGeneralAccess,
    isOwner: account?.id === row.ownerId,
    may: {
      write: may.write,
      abort: may.abort,
      share: may.share,
      seeUse: isKnown,
    },
    because,
    counts,
    version: versionOf(run, counts),
    measures: measuresOf(run),
  };
}

/** What of a run changes while it runs. */
export interface RunNow {
  /** As of the page. */
  version: string;
  measures: RunMeasures;
}

/** Bytes, and percent of one core: as of now while it runs, else the most it had and what it took on average. */
export interface RunMeasures {
  memoryBytes: number;
  cpuPercent: number;
}

/** What there is to show of a run now. Errors: as `getRunPage`. */
export async function getRunNow(ctx: Ctx, address: Address): Promise<RunNow> {
  const proof = await authorize(ctx, 'read', { kind: 'run', address });
  const [run, counts] = await Promise.all([describeRun(proof), selectOutputCounts(proof)]);
  return { version: versionOf(run, counts), measures: measuresOf(run) };
}

const versionOf = ({ status, statusMessage }: RunView, counts: OutputCounts): string =>
  JSON.stringify([status, statusMessage, counts]);

const measuresOf = ({ status, stats }: RunView): RunMeasures =>
  isFinal(status)
    ? { memoryBytes: stats.memMaxBytes, cpuPercent: stats.cpuAvgUsage }
    : { memoryBytes: stats.memCurrentBytes, cpuPercent: stats.cpuCurrentUsage };

/** The name of an Actor, or of a task, is its own secret: whoever may see a run need not be able to see that. */
async function named(ctx: Ctx, kind: 'actor' | 'task', id: string): Promise<RunPageView['actor']> {
  try {
    const { row } = await authorize(ctx, 'read', { kind, address: { by: 'id', id } });
    return { id, name: `${row.ownerUsername}~${row.name}`, title: row.title };
  } catch (error) {
    if (refusalOf(error)) return null;
    throw error;
  }
}
