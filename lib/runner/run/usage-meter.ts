/** Measures of a running program, second by second. */
import { availableParallelism } from 'node:os';
import type { RunMeasures } from '../../lease/queries.ts';
import type { ProgramUsage } from '../engine/engine.ts';

/** Source: Apify, Usage and resources: a whole core for each 4096 MB. */
const MBYTES_PER_CORE = 4096;
/** As the process engine has it; see its limits. */
const LEAST_CORES = 0.25;
/** Of what it may use; above it a program has no processor to spare. */
const OVERLOADED = 0.9;
/** A program that uses this much more than its share is not held to it: engines let programs start quicker. */
const BOOSTED = 1.3;

/** What the SDK reads of a `systemInfo` event. Source: stack B.6; Crawlee, `SystemInfo`. */
export interface SystemInfo extends RunMeasures {
  memTotalBytes: number;
  isCpuOverloaded: boolean;
  createdAt: string;
}

export class UsageMeter {
  readonly #memoryMbytes: number;
  #last: { cpuMillis: number; atMillis: number } | null;
  #count = 0;
  #sums = { memory: 0, cpu: 0 };
  #most = { memory: 0, cpu: 0 };

  /**
   * `earlier`: measures of earlier attempts, whose peaks stay. `startedAtMillis`: of a clock that only goes on, as all times here; null where
   * nobody knows.
   */
  constructor(memoryMbytes: number, earlier: RunMeasures | null, startedAtMillis: number | null) {
    this.#memoryMbytes = memoryMbytes;
    this.#last = startedAtMillis === null ? null : { cpuMillis: 0, atMillis: startedAtMillis };
    if (earlier) this.#most = { memory: earlier.memMaxBytes, cpu: earlier.cpuMaxUsage };
  }

  /** Takes what a program uses now; processor use is since the last time. */
  add({ memoryBytes, cpuMillis }: ProgramUsage, atMillis: number): RunMeasures {
    const last = this.#last ?? { cpuMillis, atMillis };
    const elapsedMillis = Math.max(1, atMillis - last.atMillis);
    const cpu = Math.max(0, ((cpuMillis - last.cpuMillis) / elapsedMillis) * 100);
    this.#last = { cpuMillis, atMillis };
    this.#count++;
    this.#sums = { memory: this.#sums.memory + memoryBytes, cpu: this.#sums.cpu + cpu };
    this.#most = { memory: Math.max(this.#most.memory, memoryBytes), cpu: Math.max(this.#most.cpu, cpu) };
    return {
      memAvgBytes: Math.round(this.#sums.memory / this.#count),
      memMaxBytes: this.#most.memory,
      memCurrentBytes: memoryBytes,
      cpuAvgUsage: rounded(this.#sums.cpu / this.#count),
      cpuMaxUsage: rounded(this.#most.cpu),
      cpuCurrentUsage: rounded(cpu),
    };
  }

  /** The same for the program itself, which is to use no more than it can. */
  systemInfo(measures: RunMeasures, now: Date): SystemInfo {
    return {
      ...measures,
      memTotalBytes: this.#memoryMbytes * 1024 ** 2,
      isCpuOverloaded: this.#isOverloaded(measures.cpuCurrentUsage / 100),
      createdAt: now.toISOString(),
    };
  }

  #isOverloaded(coresUsed: number): boolean {
    const machine = availableParallelism();
    const share = Math.min(machine, Math.max(LEAST_CORES, this.#memoryMbytes / MBYTES_PER_CORE));
    const isHeld = coresUsed < share * BOOSTED;
    return coresUsed > (isHeld ? share : machine) * OVERLOADED;
  }
}

const rounded = (percent: number) => Math.round(percent * 100) / 100;
