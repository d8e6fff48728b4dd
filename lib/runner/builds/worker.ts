/** Takes builds from their queue and makes them. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { failForsakenBuilds } from '../../build-work/queries.ts';
import { env } from '../../env.ts';
import { createId } from '../../ids.ts';
import { takeJobs } from '../../job-queue/queries.ts';
import { log } from '../../log.ts';
import type { Engine } from '../engine/engine.ts';
import { makeBuild } from './make-build.ts';

const SWEEP_EVERY_MILLIS = 60_000;

export interface BuildWorker {
  /** Ends the builds that are being made, and gives them back. */
  stop(): Promise<void>;
}

/** Begins to take builds. `atOnce`: how many are made side by side. */
export async function startBuildWorker({
  engine,
  atOnce = 2,
  workerId = createId(),
}: {
  engine: Engine;
  atOnce?: number;
  workerId?: string;
}): Promise<BuildWorker> {
  const folder = path.join(env().dataDir, 'builds', workerId);
  await rm(folder, { recursive: true, force: true });
  const stopping = new AbortController();
  const making = new Set<Promise<void>>();
  const tasks = await takeJobs('build', atOnce, async ({ buildId }, { signal }) => {
    const leaving = AbortSignal.any([signal, stopping.signal]);
    const made = makeBuild({ engine, workerId, folder }, buildId, leaving).catch((error) => {
      if (!leaving.aborted) log().error({ err: error, buildId }, 'a build could not be made');
      throw error;
    });
    making.add(made);
    try {
      await made;
    } finally {
      making.delete(made);
    }
  });
  const sweeping = setInterval(() => {
    failForsakenBuilds().catch((error) => log().warn({ err: error }, 'forsaken builds were not ended'));
  }, SWEEP_EVERY_MILLIS);
  return {
    async stop() {
      clearInterval(sweeping);
      stopping.abort();
      await Promise.allSettled(making);
      await tasks.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
