import type { Lease } from '../../lease/queries.ts';
import { type RunMeasures, recordMeasures } from '../../lease/queries.ts';
import { log } from '../../log.ts';
import type { RunningProgram } from '../engine/engine.ts';
import { within } from '../within.ts';
import { type SystemInfo, UsageMeter } from './usage-meter.ts';

const SAMPLE_EVERY_MILLIS = 1_000;
const SAMPLES_PER_RECORD = 5;
/** The end of a run does not wait longer for its measures. */
const RECORD_MILLIS = 5_000;

interface Measured {
  program: RunningProgram;
  lease: Lease;
  run: { memoryMbytes: number; measures: RunMeasures | null };
  /** Then it was started some time ago. */
  isAdopted: boolean;
}

/** Measures a program each second, tells it, and keeps it in its run. Gives what ends that, and keeps the last measures if asked. */
export function measureProgram(
  { program, lease, run, isAdopted }: Measured,
  tell: (info: SystemInfo) => void,
): (keeps: boolean) => Promise<void> {
  const meter = new UsageMeter(run.memoryMbytes, run.measures, isAdopted ? null : performance.now());
  let last: RunMeasures | null = null;
  let sampleCount = 0;
  let sampling: Promise<void> = Promise.resolve();

  const record = async () => {
    if (!last) return;
    await within(RECORD_MILLIS, recordMeasures(lease, last)).catch((error) =>
      log().warn({ err: error }, 'measures were not kept'),
    );
  };
  const sample = async () => {
    const usage = await program.usage().catch(() => null);
    if (!usage) return;
    last = meter.add(usage, performance.now());
    tell(meter.systemInfo(last, new Date()));
    if (++sampleCount % SAMPLES_PER_RECORD === 1) void record();
  };
  let isSampling = false;
  const timer = setInterval(() => {
    // A slow engine must not be asked again before it has answered.
    if (isSampling) return;
    isSampling = true;
    sampling = sample().finally(() => {
      isSampling = false;
    });
  }, SAMPLE_EVERY_MILLIS);
  return async (keeps) => {
    clearInterval(timer);
    await sampling;
    if (keeps) await record();
  };
}
