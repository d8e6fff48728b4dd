import type { V1Pod } from '@kubernetes/client-node';
import type { ProgramEnd, ProgramUsage, RunningProgram } from '../engine.ts';
import { type Cluster, deleteJob, orNull, podOf } from './cluster.ts';
import { outputOf } from './output.ts';
import { amountOf } from './quantity.ts';

const KILLED = 137;
const TERMINATED = 143;
/** The exit code of what could not be started, as of a shell. */
const NOT_STARTED = 126;
const START_LIMIT_MILLIS = 5 * 60_000;
const LOOK_EVERY_MILLIS = 1000;

/** A Job that was created, by us or by an earlier worker, and may have ended. */
export function programOf(cluster: Cluster, name: string): RunningProgram {
  const state = { hasEnded: false, isKilled: false };
  const ended = end(cluster, name, state).then((found) => {
    state.hasEnded = true;
    return found;
  });
  return {
    handle: { job: name },
    ended,
    output: (position) => outputOf(cluster, name, position, state),
    usage: usageOf(cluster, name),
    // There is no other way to send a signal: its pod then has the grace that the Job names.
    terminate: () => deleteJob(cluster, name),
    kill: async () => {
      state.isKilled = true;
      await deleteJob(cluster, name);
      const pod = (await podOf(cluster, name))?.metadata?.name;
      // Not 0, which would forget the pod before it has ended.
      const [now, { namespace }] = [{ gracePeriodSeconds: 1 }, cluster];
      if (pod) await orNull(cluster.core.deleteNamespacedPod({ name: pod, namespace, ...now }));
      await ended;
    },
    clear: () => deleteJob(cluster, name),
  };
}

async function end(cluster: Cluster, name: string, state: { readonly isKilled: boolean }): Promise<ProgramEnd> {
  let wasSeen = false;
  for (;;) {
    try {
      const pod = await podOf(cluster, name);
      wasSeen ||= pod !== null;
      const found = pod ? endOf(pod, state.isKilled) : await endWithoutPod(cluster, name, wasSeen, state.isKilled);
      if (found?.exitCode === NOT_STARTED) await deleteJob(cluster, name);
      if (found) return found;
    } catch {
      // The cluster does not answer just now; the Job goes on.
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLIS));
  }
}

/** Null: it has not ended. */
export function endOf(pod: V1Pod, isKilled: boolean): ProgramEnd | null {
  const status = pod.status?.containerStatuses?.[0]?.state;
  if (status?.terminated) {
    const { exitCode, reason } = status.terminated;
    return { exitCode, isOutOfMemory: !isKilled && (reason === 'OOMKilled' || exitCode === KILLED) };
  }
  // Its node was lost, or needed for something else.
  if (pod.status?.phase === 'Failed') return { exitCode: KILLED, isOutOfMemory: false };
  const created = pod.metadata?.creationTimestamp?.getTime() ?? Date.now();
  const isStuck = /ImagePull|ErrImage|InvalidImage|CreateContainer/.test(status?.waiting?.reason ?? '');
  return isStuck && Date.now() - created > START_LIMIT_MILLIS ? { exitCode: NOT_STARTED, isOutOfMemory: false } : null;
}

async function endWithoutPod(cluster: Cluster, name: string, wasSeen: boolean, isKilled: boolean) {
  const job = await orNull(cluster.batch.readNamespacedJob({ name, namespace: cluster.namespace }));
  // A pod that is gone is not made again; one that was never there still may be.
  if (job && !wasSeen && !job.metadata?.deletionTimestamp) return null;
  return { exitCode: isKilled ? KILLED : TERMINATED, isOutOfMemory: false };
}

/** The cluster's metrics server says how many cores are used now; over the time between two looks that makes the time used. */
function usageOf(cluster: Cluster, name: string): () => Promise<ProgramUsage> {
  let cpuMillis = 0;
  let lookedAt = Date.now();
  return async () => {
    const pod = (await podOf(cluster, name))?.metadata?.name;
    const { items } = await cluster.metrics.getPodMetrics(cluster.namespace);
    const usage = items.find(({ metadata }) => metadata.name === pod)?.containers[0]?.usage;
    const now = Date.now();
    cpuMillis += amountOf(usage?.cpu ?? '0') * (now - lookedAt);
    lookedAt = now;
    return { memoryBytes: amountOf(usage?.memory ?? '0'), cpuMillis: Math.round(cpuMillis) };
  };
}
