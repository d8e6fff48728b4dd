/**
 * Builds a Node.js Actor: its steps are run in a sandbox with the network, its result is packed outside of it.
 *
 * Nothing that one build downloaded is used by another: whose Actor it is is unknown here, and a build can write whatever it likes into a
 * cache that it uses.
 */
import { cp, lchown, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BuildJob, BuildResult } from '../../engine.ts';
import type { EngineContext } from '../context.ts';
import type { Program } from '../program/program.ts';
import { placesOf } from '../program-folder.ts';
import { npmMounts } from '../sandbox/view.ts';
import { startProgram } from '../start.ts';
import { markOwner, workKey } from '../work.ts';
import { NeedsContainers, shellQuote } from './dockerfile.ts';
import { findNpm, type Npm } from './npm.ts';
import { type Plan, planBuild, planStart } from './plan.ts';
import { openProduct, packProduct, TooLarge } from './product.ts';

export async function buildActor(context: EngineContext, job: BuildJob): Promise<BuildResult> {
  try {
    const plan = planBuild(job.sourceDir, job.dockerfile);
    const npm = plan.steps.length > 0 ? await findNpm() : null;
    if (plan.steps.length > 0 && !npm) return failed('npm is not installed on this machine');
    if (job.signal.aborted) return failed('the build was aborted');
    return await buildIn(context, job, plan, npm);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return failed(reason);
  }
}

async function buildIn(context: EngineContext, job: BuildJob, plan: Plan, npm: Npm | null): Promise<BuildResult> {
  const program = await startBuild(context, job, plan, npm);
  const folder = program.folder;
  let isKept = false;
  try {
    const abort = () => void program.kill();
    job.signal.addEventListener('abort', abort);
    if (job.signal.aborted) abort();
    for await (const { text } of program.output(null)) job.onOutput(text);
    const { exitCode, isOutOfMemory } = await program.ended;
    job.signal.removeEventListener('abort', abort);
    if (job.signal.aborted) return failed('the build was aborted');
    if (isOutOfMemory) return failed(`the build needs more than its ${job.memoryMbytes} MB of memory`, exitCode);
    if (exitCode !== 0) return failed(`a step of the build ended with exit code ${exitCode}`, exitCode);

    const file = path.join(folder, 'product');
    await packProduct(folder, planStart(placesOf(folder).app, plan), file);
    isKept = true;
    return { isBuilt: true, product: () => openProduct(file), discard: () => program.clear() };
  } finally {
    if (!isKept) await program.clear();
  }
}

function startBuild(context: EngineContext, job: BuildJob, plan: Plan, npm: Npm | null): Promise<Program> {
  return startProgram(context, {
    key: workKey('build'),
    parent: context.folders.work,
    command: ['/bin/sh', '-c', scriptOf(plan.steps)],
    workdir: plan.workdir,
    environment: { ...npm?.environment, ...plan.environment, ...job.environment },
    memoryMbytes: job.memoryMbytes,
    build: null,
    mounts: npm ? [...npmMounts(npm.folder), ...npm.mounts] : [],
    prepare: async (folder, uid) => {
      const { app } = placesOf(folder);
      await markOwner(folder);
      await cp(job.sourceDir, app, { recursive: true, verbatimSymlinks: true });
      await giveTo(app, uid);
    },
  });
}

/** Shows each step before it is run; the first that fails ends the build. */
function scriptOf(steps: readonly string[]): string {
  return steps
    .map((step) => `printf '%s\\n' ${shellQuote(`> ${step}`)}\n(\n${step}\n) || exit $?`)
    .concat('exit 0')
    .join('\n');
}

async function giveTo(name: string, uid: number | null): Promise<void> {
  if (uid === null) return;
  await lchown(name, uid, uid);
  for (const entry of await readdir(name, { withFileTypes: true })) {
    const child = path.join(name, entry.name);
    if (entry.isDirectory()) await giveTo(child, uid);
    else await lchown(child, uid, uid);
  }
}

/** Null: the fault is not the Actor's. */
function reasonOf(error: unknown): string | null {
  if (error instanceof NeedsContainers) {
    return `This Actor cannot be built without containers: ${error.message}. Use the docker engine, or an Actor of Node.js.`;
  }
  if (error instanceof TooLarge) return `the built Actor is too large: ${error.message}`;
  const isUnreadable = error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError');
  return isUnreadable ? `package.json cannot be read: ${error.message}` : null;
}

function failed(reason: string, exitCode: number | null = null): BuildResult {
  return { isBuilt: false, exitCode, reason };
}
