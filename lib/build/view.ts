/** Builds as the API and the Console show them. Source: the official description, `Build` and `BuildShort`. */
import { buildNumberInt } from '../actor/view.ts';
import type { JobOrigin, JobStatus, SourceType } from '../vocabulary.ts';
import type { BuildRow, BuildShortRow } from './queries.ts';

/** What of a build depends on who asks. */
export interface BuildViewer {
  /** Whoever shows a credential: what it cost is told to nobody else. */
  isKnown: boolean;
  /** Those who may change it: from where it was asked for. */
  mayWrite: boolean;
}

export interface BuildShortView {
  id: string;
  actId: string;
  userId: string;
  status: JobStatus;
  startedAt: Date;
  finishedAt: Date | null;
  buildNumber: string;
  buildNumberInt: number;
  usageTotalUsd: number;
  meta: { origin: JobOrigin; clientIp?: string; userAgent?: string };
}

export interface BuildView extends Omit<BuildShortView, 'usageTotalUsd'> {
  statusMessage: string | null;
  exitCode: number | null;
  stats: { durationMillis: number; runTimeSecs: number; computeUnits: number; imageSizeBytes: number | null };
  options: { useCache: boolean; betaPackages: boolean; memoryMbytes: number; timeoutSecs: number };
  usage?: { ACTOR_COMPUTE_UNITS: number };
  usageUsd?: { ACTOR_COMPUTE_UNITS: number };
  usageTotalUsd?: number;
  /** JSON text. Deprecated: `actorDefinition` has it as an object. */
  inputSchema: string | null;
  readme: string | null;
  actVersion: { versionNumber: string; buildTag: string; sourceType?: SourceType };
  actorDefinition: Record<string, unknown> | null;
  /** The engine that made it; null until it has succeeded. */
  engine: string | null;
}

const metaOf = ({ origin, clientIp, userAgent }: BuildShortRow, { mayWrite }: BuildViewer) => ({
  origin,
  ...(mayWrite && clientIp !== null && { clientIp }),
  ...(mayWrite && userAgent !== null && { userAgent }),
});

export const buildShortView = (row: BuildShortRow, viewer: BuildViewer): BuildShortView => ({
  id: row.id,
  actId: row.actorId,
  userId: row.ownerId,
  status: row.status,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
  buildNumber: row.buildNumber,
  buildNumberInt: buildNumberInt(row.buildNumber),
  usageTotalUsd: 0,
  meta: metaOf(row, viewer),
});

export function buildView(row: BuildRow, viewer: BuildViewer): BuildView {
  const { usageTotalUsd, ...short } = buildShortView(row, viewer);
  const durationMillis = Math.max(0, (row.finishedAt ?? new Date()).getTime() - row.startedAt.getTime());
  const runTimeSecs = durationMillis / 1_000;
  // One gigabyte for one hour. Source: the official description, compute units.
  const computeUnits = (row.memoryMbytes / 1_024) * (runTimeSecs / 3_600);
  return {
    ...short,
    statusMessage: row.statusMessage,
    exitCode: row.exitCode,
    stats: { durationMillis, runTimeSecs, computeUnits, imageSizeBytes: row.productBytes },
    options: {
      useCache: row.usesCache,
      betaPackages: false,
      memoryMbytes: row.memoryMbytes,
      timeoutSecs: row.timeoutSecs,
    },
    ...(viewer.isKnown && {
      usage: { ACTOR_COMPUTE_UNITS: computeUnits },
      usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
      usageTotalUsd,
    }),
    inputSchema: row.inputSchema && JSON.stringify(row.inputSchema),
    readme: row.readme,
    actVersion: {
      versionNumber: row.versionNumber,
      buildTag: row.tag ?? 'latest',
      ...(row.sourceType && { sourceType: row.sourceType }),
    },
    actorDefinition: row.actorDefinition,
    engine: row.engine,
  };
}
