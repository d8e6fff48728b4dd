/** How the instance stands, beyond that its roles serve: whether there is anything that runs Actors. */
import { authenticate, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { countWorkers, selectWorkers } from './queries.ts';

/** Which Actors can be run now: all, only the operator's own, or none. */
export type WhatRuns = 'all' | 'own-actors' | 'nothing';

export interface EngineView {
  name: string;
  isAvailable: boolean;
  isolation: string;
  /** One line: what is there, or what is missing. */
  summary: string;
  /** What to do about what is missing; null where nothing is. */
  remedy: string | null;
}

export interface WorkerView {
  id: string;
  host: string;
  startedAt: Date;
  seenAt: Date;
  memoryMbytes: number;
  usedMemoryMbytes: number;
  engines: EngineView[];
}

export interface HealthView {
  runs: WhatRuns;
  /** Those heard of in the last minute; null for all but the operator. */
  workers: WorkerView[] | null;
}

export async function whatRuns(): Promise<WhatRuns> {
  const { isolating, others } = await countWorkers();
  return isolating > 0 ? 'all' : others > 0 ? 'own-actors' : 'nothing';
}

/** Tells how the instance stands. The machines behind it are for the operator. Errors: `user-or-token-not-found`. */
export async function getHealth(ctx: Ctx): Promise<HealthView> {
  const account = await authenticate(ctx);
  const runs = await whatRuns();
  // A program of the operator's is no operator.
  if (!account?.isOperator || ctx.credential.kind !== 'session') return { runs, workers: null };
  const rows = await selectWorkers(await authorizeAccount(ctx, 'operate'));
  return { runs, workers: rows.map(workerView) };
}

function workerView(row: Awaited<ReturnType<typeof selectWorkers>>[number]): WorkerView {
  const { id, host, startedAt, seenAt, memoryMbytes, usedMemoryMbytes, engines } = row;
  return { id, host, startedAt, seenAt, memoryMbytes, usedMemoryMbytes, engines };
}
