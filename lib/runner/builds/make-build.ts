/** Makes one build: from its sources to the bytes that it can be installed from. */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type WrittenBlob, writeBlobAs } from '../../blob/write.ts';
import {
  type BuildEnding,
  type BuildWork,
  claimBuild,
  finishBuild,
  giveBackBuild,
  insertProduct,
} from '../../build-work/queries.ts';
import { openEnvironment } from '../../secret/environment.ts';
import type { Engine } from '../engine/engine.ts';
import { BuildLog } from './build-log.ts';
import { readDefinition } from './definition.ts';
import { Ending } from './ending.ts';
import { BuildFailure } from './failure.ts';
import { fetchSources } from './sources/fetch.ts';

/** Each attempt after the first one follows the end of a worker. */
const MAX_ATTEMPTS = 4;

export interface BuildContext {
  engine: Engine;
  workerId: string;
  /** An absolute path; each attempt has a folder of its own in it. */
  folder: string;
}

/**
 * Makes a build, unless it has ended. Throws where the platform failed, so that the build is given out again.
 * `leaving`: ends when the worker has to let go of it.
 */
export async function makeBuild(context: BuildContext, buildId: string, leaving: AbortSignal): Promise<void> {
  const work = await claimBuild(buildId, context.workerId);
  if (!work) return;
  const log = new BuildLog(buildId);
  const ending = new Ending(work, leaving);
  const folder = path.join(context.folder, `${buildId}-${work.attempt}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (work.attempt > 1) log.note('The build was interrupted and begins anew');
    const made = await produce(context, work, folder, log, ending.signal);
    await conclude(work, log, made.ending, made.product);
  } catch (error) {
    await concludeFailure(work, log, ending, error);
  } finally {
    ending.stop();
    await log.end();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Made {
  ending: BuildEnding;
  product: WrittenBlob;
}

async function produce(
  { engine }: BuildContext,
  work: BuildWork,
  folder: string,
  log: BuildLog,
  signal: AbortSignal,
): Promise<Made> {
  if (work.attempt > MAX_ATTEMPTS) throw new BuildFailure('The build was interrupted too many times');
  const { version } = work;
  if (!version) throw new BuildFailure('The version of this build has been deleted');
  log.note(`Building ${work.buildNumber} with the ${engine.name} engine`);
  const sources = await fetchSources(version, folder, log, signal);
  const { contextDir, dockerfile, ...findings } = await readDefinition(sources, work, log);
  const result = await engine.build({
    buildId: work.buildId,
    sourceDir: contextDir,
    dockerfile,
    environment: version.applyEnvVarsToBuild ? openEnvironment(work.actorId, findings.envVars) : {},
    memoryMbytes: work.memoryMbytes,
    useCache: work.usesCache,
    // A program that nothing holds back has this machine. The operator has it anyway.
    mustBeIsolated: work.startedBy !== work.ownerId || !work.isOfOperator,
    signal,
    onOutput: (text) => log.print(text),
  });
  signal.throwIfAborted();
  if (!result.isBuilt) throw new BuildFailure(result.reason, result.exitCode);
  try {
    log.note('Keeping what was built');
    const digest = createHash('sha256');
    let productBytes = 0;
    const counted = async function* () {
      for await (const chunk of result.product() as AsyncIterable<Buffer>) {
        signal.throwIfAborted();
        productBytes += chunk.length;
        digest.update(chunk);
        yield chunk;
      }
    };
    const product = await writeBlobAs((location) => insertProduct(work.buildId, location), counted());
    const engineOf = { engine: engine.name, blobId: product.id, productBytes };
    log.note(`Built: ${(productBytes / 1_000_000).toFixed(1)} MB, SHA-256 ${digest.digest('hex')}`);
    return { ending: { status: 'SUCCEEDED', ...engineOf, ...findings }, product };
  } finally {
    await result.discard();
  }
}

/** The log is whole before the build counts as ended: whoever streams it reads to its end. */
async function conclude(work: BuildWork, log: BuildLog, ending: BuildEnding, product?: WrittenBlob): Promise<void> {
  if (ending.status !== 'SUCCEEDED') log.note(ending.statusMessage);
  await log.end();
  let isFinished = false;
  try {
    isFinished = await finishBuild(work, ending);
  } finally {
    // What has become the build's meanwhile stays.
    if (!isFinished) await product?.discard();
  }
}

async function concludeFailure(work: BuildWork, log: BuildLog, ending: Ending, error: unknown): Promise<void> {
  const failed = (status: 'FAILED' | 'ABORTED' | 'TIMED-OUT', statusMessage: string, exitCode: number | null = null) =>
    conclude(work, log, { status, statusMessage, exitCode });
  switch (ending.because) {
    case 'lost':
      return;
    case 'aborted':
      return failed('ABORTED', 'The build was aborted');
    case 'timed-out':
      return failed('TIMED-OUT', `The build timed out after ${work.timeoutSecs} s`);
    case 'given-back':
      log.note('The worker lets go of the build');
      await giveBackBuild(work);
      throw error;
    case null:
      if (error instanceof BuildFailure) return failed('FAILED', error.message, error.exitCode);
      if (work.attempt >= MAX_ATTEMPTS) return failed('FAILED', 'The build failed for a fault of the platform');
      log.note('The build failed for a fault of the platform; it is tried again');
      await giveBackBuild(work);
      throw error;
  }
}
