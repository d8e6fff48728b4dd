import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { BuildJob, BuildResult } from '../engine.ts';
import { cpuOf, type DockerSettings, imageOf, LABELS, messageOf, statusOf, unless } from './client.ts';
import { contextOf, OWN_DOCKERFILE } from './context.ts';
import { startDirectly } from './direct-start.ts';

/** A line of the engine's report on a build. */
interface Report {
  stream?: string;
  status?: string;
  id?: string;
  progress?: string;
  error?: string;
  errorDetail?: { code?: number; message?: string };
}

/**
 * Builds the Actor's image. It carries the build's tag at once, so this machine has it installed. Rejects if the engine cannot be reached.
 * The environment is given as build arguments, as on Apify: an image keeps those that its Dockerfile asks for, so no secrets.
 */
export async function build(docker: Docker, settings: DockerSettings, job: BuildJob): Promise<BuildResult> {
  const tag = imageOf(settings, job.buildId);
  try {
    job.signal.throwIfAborted();
    const context = contextOf(job.sourceDir, job.dockerfile, settings.baseImage);
    const reports = await docker.buildImage(context, { ...(await options(docker, settings, job)), t: tag });
    const failure = await follow(reports, job.onOutput);
    job.signal.throwIfAborted();
    if (failure) return { isBuilt: false, ...failure };
    const { Id } = await startDirectly(docker, tag);
    return {
      isBuilt: true,
      // By its id the image is saved without names, so that it cannot take another's when it is loaded.
      product: () => Readable.from(saved(docker, Id), { objectMode: false }),
      // The product is read from the engine; the image itself is what `install` would put there.
      discard: async () => {},
    };
  } catch (error) {
    if (job.signal.aborted) {
      // The engine stops with the connection; it may have come to the end just before.
      await unless([404, 409], docker.getImage(tag).remove()).catch(() => {});
      return { isBuilt: false, exitCode: null, reason: 'The build was aborted.' };
    }
    if (statusOf(error) === null) throw error;
    return { isBuilt: false, exitCode: null, reason: messageOf(error) };
  }
}

async function options(docker: Docker, settings: DockerSettings, job: BuildJob) {
  const memory = job.memoryMbytes * 1024 * 1024;
  const { NCPU } = await docker.info();
  const { shares, cores } = cpuOf(job.memoryMbytes, NCPU);
  return {
    // The builder that keeps to limits of memory; BuildKit knows none.
    version: '1' as const,
    dockerfile: job.dockerfile ?? OWN_DOCKERFILE,
    buildargs: { ...job.environment },
    labels: { [LABELS.owner]: settings.prefix, [LABELS.build]: job.buildId },
    nocache: !job.useCache,
    ...{ rm: true, forcerm: true, networkmode: settings.network },
    ...{ memory, memswap: memory, cpushares: shares, cpuperiod: 100_000, cpuquota: Math.round(cores * 100_000) },
    ulimits: JSON.stringify(Object.entries(settings.ulimits).map(([Name, n]) => ({ Name, Soft: n, Hard: n }))),
    abortSignal: job.signal,
  };
}

/** Passes on what the build prints; gives why it failed, if it did. */
async function follow(reports: AsyncIterable<Buffer | string>, onOutput: (text: string) => void) {
  for await (const report of lines(reports)) {
    if (report.error !== undefined) {
      const reason = (report.errorDetail?.message ?? report.error).trim();
      // Podman has the code in its text alone.
      const code = report.errorDetail?.code ?? /\bexit status (\d{1,3})\b/.exec(reason)?.[1];
      const exitCode = code === undefined ? null : Number(code);
      const hint = exitCode === 137 ? ' It was ended, most likely for want of memory.' : '';
      return { exitCode, reason: `${reason}${hint}` };
    }
    if (report.stream) onOutput(report.stream);
    // Bars of progress are left out.
    else if (report.status && !report.progress) onOutput(`${report.id ? `${report.id}: ` : ''}${report.status}\n`);
  }
  return null;
}

/** What the engine sends: one piece of JSON a line. */
export async function* lines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Report> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const whole = rest.split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) if (line.trim() !== '') yield JSON.parse(line);
  }
  if (rest.trim() !== '') yield JSON.parse(rest);
}

async function* saved(docker: Docker, image: string): AsyncGenerator<Buffer> {
  for await (const chunk of await docker.getImage(image).get()) yield Buffer.from(chunk);
}
