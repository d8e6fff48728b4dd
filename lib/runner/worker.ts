/**
 * A worker: takes runs on, as many as fit, holds them by its heartbeat, and takes over those that nobody holds any more.
 *
 * Notices from the database make it quick; looking every now and then makes it right.
 */
import { createRunToken, digestOf } from '../ids.ts';
import { type Capacity, claimRun, explainWaiting, type Lease, reapRuns, renewLeases } from '../lease/queries.ts';
import { log } from '../log.ts';
import { touchWorker } from '../worker/queries.ts';
import { compatibleEngines } from './engine/choose.ts';
import type { Engine, EngineState } from './engine/engine.ts';
import type { EventsServer } from './events/server.ts';
import type { Installer } from './install.ts';
import { Attempt } from './run/attempt.ts';
import { ANSWER_MILLIS, within } from './within.ts';

const LOOK_EVERY_MILLIS = 2_000;
const REAP_EVERY_MILLIS = 5_000;
/** Of the lease: when this much of it is over without a heartbeat, programs are ended, so that they are gone before others start them. */
const LOST_AFTER = 2 / 3;
/** Whoever stops a worker does not wait for ever. */
const STOP_MILLIS = 8_000;

export interface WorkerParts {
  id: string;
  engine: Engine;
  events: EventsServer;
  installer: Installer;
  settings: { memoryMbytes: number; maxRuns: number; leaseSecs: number; givesBack: boolean };
}

export class Worker {
  readonly #parts: WorkerParts;
  readonly #attempts = new Map<string, Attempt>();
  readonly #timers: NodeJS.Timeout[] = [];
  #heardAtMillis = performance.now();
  #isStopping = false;
  /** What the engine can do now. */
  #state: Pick<EngineState, 'isAvailable' | 'isolation'>;
  #claiming: Promise<void> | undefined;
  #isClaimWanted = false;
  #beating: Promise<void> | undefined;
  #isBeatWanted = false;

  constructor(parts: WorkerParts, state: Pick<EngineState, 'isAvailable' | 'isolation'>) {
    this.#parts = parts;
    this.#state = state;
  }

  /** Says that the engine can do something else now. */
  set engineState(state: Pick<EngineState, 'isAvailable' | 'isolation'>) {
    this.#state = state;
    this.look();
  }

  /** Those that are in its hands, as `run.attempt`. */
  get held(): ReadonlySet<string> {
    return new Set(this.#attempts.keys());
  }

  get usedMemoryMbytes(): number {
    return [...this.#attempts.values()].reduce((sum, { memoryMbytes }) => sum + memoryMbytes, 0);
  }

  /** Begins to look for runs. */
  start(): void {
    const { leaseSecs } = this.#parts.settings;
    const every = (millis: number, work: () => void) => this.#timers.push(setInterval(work, millis));
    every(LOOK_EVERY_MILLIS, () => this.look());
    every((leaseSecs * 1000) / 3, () => this.beat());
    every(Math.min(REAP_EVERY_MILLIS, (leaseSecs * 1000) / 3), () => void this.#reap());
    every(Math.min(1_000, leaseSecs * 100), () => this.#watchLease());
    this.look();
  }

  /** Takes a run into its hands: one just claimed, or one that an earlier process of this worker left. */
  hold(attempt: Attempt): void {
    const key = keyOf(attempt.lease);
    this.#attempts.set(key, attempt);
    void attempt.done.then(() => {
      this.#attempts.delete(key);
      this.look();
    });
  }

  /** Claims what fits, once more if it is called meanwhile. */
  look(): void {
    this.#isClaimWanted = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
    });
  }

  /** Sends a heartbeat, once more if it is called meanwhile. */
  beat(): void {
    this.#isBeatWanted = true;
    this.#beating ??= this.#beatAll().finally(() => {
      this.#beating = undefined;
    });
  }

  /** Something has happened to a run: if it is ours, the answer to a heartbeat tells what. */
  notice(runId: string): void {
    if ([...this.#attempts.values()].some(({ lease }) => lease.runId === runId)) this.beat();
  }

  /** Gives its runs back, or leaves them going where the settings say so. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#claiming;
    const attempts = [...this.#attempts.values()];
    if (this.#parts.settings.givesBack) {
      for (const attempt of attempts) attempt.end('move');
      const late = new Promise((resolve) => setTimeout(resolve, STOP_MILLIS).unref());
      await Promise.race([Promise.all(attempts.map(({ done }) => done)), late]);
    } else {
      await Promise.all(attempts.map((attempt) => attempt.leave()));
    }
    for (const timer of this.#timers) clearInterval(timer);
    await this.#beating;
  }

  async #claimAll(): Promise<void> {
    while (this.#isClaimWanted && !this.#isStopping) {
      this.#isClaimWanted = false;
      try {
        while (!this.#isStopping && (await this.#claimOne()));
      } catch (error) {
        log().warn({ err: error }, 'no run could be claimed');
      }
    }
  }

  async #claimOne(): Promise<boolean> {
    const { id, engine, events, installer, settings } = this.#parts;
    if (!this.#state.isAvailable || this.#attempts.size >= settings.maxRuns) return false;
    const freeMbytes = settings.memoryMbytes - this.usedMemoryMbytes;
    const capacity: Capacity = {
      freeMbytes,
      engines: compatibleEngines(engine.name),
      isIsolating: this.#state.isolation !== 'none',
    };
    const token = createRunToken();
    // Before the first run the heartbeat has nothing to renew.
    if (this.#attempts.size === 0) this.#heardAtMillis = performance.now();
    const claimed = await within(ANSWER_MILLIS, claimRun(id, capacity, settings.leaseSecs, digestOf(token)));
    if (!claimed) return false;
    const { memoryMbytes, ...lease } = claimed;
    this.hold(new Attempt({ lease, engine, events, installer, token }, memoryMbytes));
    return true;
  }

  async #beatAll(): Promise<void> {
    while (this.#isBeatWanted) {
      this.#isBeatWanted = false;
      try {
        await within((this.#parts.settings.leaseSecs * 1000) / 2, this.#beatOnce());
      } catch (error) {
        log().warn({ err: error }, 'a heartbeat failed');
      }
    }
  }

  async #beatOnce(): Promise<void> {
    const { id, settings } = this.#parts;
    const sentAtMillis = performance.now();
    const attempts = new Map(this.#attempts);
    const leases = [...attempts.values()].map(({ lease }) => lease);
    const held = leases.length > 0 ? await renewLeases(id, leases, settings.leaseSecs) : [];
    this.#heardAtMillis = sentAtMillis;
    for (const run of held) {
      const attempt = attempts.get(keyOf(run));
      attempts.delete(keyOf(run));
      if (run.isAborting) attempt?.end(run.abortsGracefully ? 'abort-gracefully' : 'abort');
      attempt?.setMillisLeft(run.millisLeft);
    }
    for (const lost of attempts.values()) lost.end('lose');
    await touchWorker(id, this.usedMemoryMbytes);
  }

  /** The database may be out of reach, and then nobody tells that our runs are others' by now. */
  #watchLease(): void {
    const silentMillis = performance.now() - this.#heardAtMillis;
    if (silentMillis < this.#parts.settings.leaseSecs * 1000 * LOST_AFTER) return;
    const attempts = [...this.#attempts.values()].filter(({ isLost }) => !isLost);
    if (attempts.length === 0) return;
    log().error({ silentMillis }, 'the database does not answer: programs are ended before others start them');
    for (const attempt of attempts) attempt.end('lose');
  }

  async #reap(): Promise<void> {
    try {
      for (const { runId, status } of await within(ANSWER_MILLIS, reapRuns()))
        log().warn({ runId, status }, 'a run that nobody held');
      await within(ANSWER_MILLIS, explainWaiting());
    } catch (error) {
      log().warn({ err: error }, 'runs that nobody holds could not be looked for');
    }
  }
}

export const keyOf = ({ runId, attempt }: Pick<Lease, 'runId' | 'attempt'>) => `${runId}.${attempt}`;
