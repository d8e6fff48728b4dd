/** Runs as the API and the Console show them. Source: the official description, `Run` and `RunShort`; contract 1.4. */
import type { Authorized } from '../authorization/authorize.ts';
import type { RuleId } from '../authorization/types.ts';
import { runConsoleUrl } from '../urls.ts';
import type { GeneralAccess, JobOrigin, JobStatus, PermissionLevel } from '../vocabulary.ts';
import type { RunRow } from './queries.ts';

export interface RunStats {
  inputBodyLen: number;
  migrationCount: number;
  rebootCount: number;
  restartCount: number;
  resurrectCount: number;
  metamorph: number;
  memAvgBytes: number;
  memMaxBytes: number;
  memCurrentBytes: number;
  /** Percent of one core. */
  cpuAvgUsage: number;
  cpuMaxUsage: number;
  cpuCurrentUsage: number;
  netRxBytes: number;
  netTxBytes: number;
  /** Since it was started, waiting included. */
  durationMillis: number;
  /** Time in which its program ran. */
  runTimeSecs: number;
  /** Gigabytes of memory × hours. */
  computeUnits: number;
}

export interface RunView {
  id: string;
  actId: string;
  userId: string;
  actorTaskId: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  status: JobStatus;
  statusMessage: string | null;
  isStatusMessageTerminal: boolean;
  /** Where it was started from is for everyone; by whom, for its own account. */
  meta: {
    origin: JobOrigin;
    clientIp?: string | null;
    userAgent?: string | null;
    /** The schedule that fired it, and the time that it fired for. */
    scheduleId?: string;
    scheduledAt?: string;
  };
  stats: RunStats;
  options: {
    build: string;
    timeoutSecs: number;
    memoryMbytes: number;
    diskMbytes: number;
    maxItems: number | null;
    maxTotalChargeUsd: number | null;
    restartOnError: boolean;
  };
  buildId: string;
  buildNumber: string;
  exitCode: number | null;
  generalAccess: GeneralAccess;
  defaultKeyValueStoreId: string;
  defaultDatasetId: string;
  defaultRequestQueueId: string;
  storageIds: Record<'datasets' | 'keyValueStores' | 'requestQueues', { default: string }>;
  metamorphs: RunRow['metamorphs'];
  gitBranchName: null;
  isContainerServerReady: boolean;
  chargedEventCounts: Record<string, number>;
  consoleUrl: string;
  /** The level that it runs at, decided when it started; and why it needed no approval, for a person of its account. An extension of ours. */
  actorPermissionLevel: PermissionLevel;
  permissionLevelBecause?: readonly RuleId[];
  /** What it used; not for those who come without a token. */
  usage?: { ACTOR_COMPUTE_UNITS: number };
  usageTotalUsd?: number;
  usageUsd?: { ACTOR_COMPUTE_UNITS: number };
}

/** What of a run depends on who asks. */
export interface RunViewer {
  generalAccess: GeneralAccess;
  /** Whether it belongs to the account that asks. */
  isOwn: boolean;
  /** Whoever shows a credential: what it cost is told to nobody else. */
  isKnown: boolean;
  /** Somebody in the Console. */
  isPerson: boolean;
}

/** Makes the view of a run. */
export const runView = (proof: Authorized<'run', 'read'>, run: RunRow): RunView =>
  runViewFor(run, {
    generalAccess: proof.row.generalAccess,
    isOwn: proof.account?.id === run.accountId,
    isKnown: proof.account !== null,
    isPerson: proof.principal.kind === 'session',
  });

/** `nowMillis`: for the durations of one that has not finished. */
export function runViewFor(run: RunRow, viewer: RunViewer, nowMillis = Date.now()): RunView {
  const { isOwn } = viewer;
  const stats = runStats(run, nowMillis);
  const { defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId } = run;
  return {
    id: run.id,
    actId: run.actorId,
    userId: run.accountId,
    actorTaskId: run.taskId,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    status: run.status,
    statusMessage: run.statusMessage,
    isStatusMessageTerminal: run.isStatusMessageTerminal,
    meta: {
      origin: run.origin,
      ...(isOwn && { clientIp: run.clientIp, userAgent: run.userAgent }),
      ...(isOwn && run.cause && 'scheduleId' in run.cause && run.cause),
    },
    stats,
    options: {
      build: textOf(run.options.build) ?? run.buildNumber,
      timeoutSecs: run.timeoutSecs,
      memoryMbytes: run.memoryMbytes,
      diskMbytes: run.diskMbytes,
      maxItems: numberOf(run.options.maxItems),
      maxTotalChargeUsd: numberOf(run.options.maxTotalChargeUsd),
      restartOnError: run.restartsOnError,
    },
    buildId: run.buildId,
    buildNumber: run.buildNumber,
    exitCode: run.exitCode,
    generalAccess: viewer.generalAccess,
    ...{ defaultKeyValueStoreId, defaultDatasetId, defaultRequestQueueId },
    storageIds: {
      datasets: { default: defaultDatasetId },
      keyValueStores: { default: defaultKeyValueStoreId },
      requestQueues: { default: defaultRequestQueueId },
    },
    metamorphs: run.metamorphs,
    gitBranchName: null,
    isContainerServerReady: false,
    chargedEventCounts: {},
    consoleUrl: runConsoleUrl(run.id),
    actorPermissionLevel: run.level,
    ...(isOwn && viewer.isPerson && { permissionLevelBecause: run.levelBecause as RuleId[] }),
    ...(viewer.isKnown && {
      usage: { ACTOR_COMPUTE_UNITS: stats.computeUnits },
      usageTotalUsd: 0,
      usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
    }),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);

export function runTimeMillis(
  run: Pick<RunRow, 'earlierRunTimeMillis' | 'attemptStartedAt' | 'finishedAt'>,
  nowMillis: number,
): number {
  const { earlierRunTimeMillis, attemptStartedAt, finishedAt } = run;
  if (!attemptStartedAt) return earlierRunTimeMillis;
  return earlierRunTimeMillis + Math.max(0, (finishedAt?.getTime() ?? nowMillis) - attemptStartedAt.getTime());
}

function runStats(run: RunRow, nowMillis: number): RunStats {
  const { measures } = run;
  const runTimeSecs = runTimeMillis(run, nowMillis) / 1_000;
  return {
    inputBodyLen: run.inputBodyBytes,
    migrationCount: run.migrationCount,
    rebootCount: run.rebootCount,
    restartCount: run.restartCount,
    resurrectCount: run.resurrectCount,
    metamorph: run.metamorphCount,
    memAvgBytes: measures?.memAvgBytes ?? 0,
    memMaxBytes: Math.round(measures?.memMaxBytes ?? 0),
    memCurrentBytes: Math.round(measures?.memCurrentBytes ?? 0),
    cpuAvgUsage: measures?.cpuAvgUsage ?? 0,
    cpuMaxUsage: measures?.cpuMaxUsage ?? 0,
    cpuCurrentUsage: measures?.cpuCurrentUsage ?? 0,
    netRxBytes: 0,
    netTxBytes: 0,
    durationMillis: Math.max(0, (run.finishedAt?.getTime() ?? nowMillis) - run.startedAt.getTime()),
    runTimeSecs,
    computeUnits: (runTimeSecs / 3_600) * (run.memoryMbytes / 1_024),
  };
}

/** A run in a list of the API. */
export interface RunShortView
  extends Pick<
    RunView,
    | 'id'
    | 'actId'
    | 'userId'
    | 'actorTaskId'
    | 'status'
    | 'startedAt'
    | 'finishedAt'
    | 'buildId'
    | 'buildNumber'
    | 'defaultKeyValueStoreId'
    | 'defaultDatasetId'
    | 'defaultRequestQueueId'
    | 'generalAccess'
    | 'actorPermissionLevel'
  > {
  meta: { origin: JobOrigin };
  usageTotalUsd: number;
}
