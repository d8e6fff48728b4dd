/**
 * One attempt of a run in this worker's hands, from the claim to the end.
 *
 * The program goes on when this process dies; so whatever is needed to go on with it is in the row of the run, never here alone.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Launch, selectLaunch } from '../../launch/queries.ts';
import {
  finishRun,
  giveBackRun,
  hasLastWord,
  type KeptHandle,
  keepHandle,
  type Lease,
  markTimingOut,
} from '../../lease/queries.ts';
import { log } from '../../log.ts';
import type { Engine, RunningProgram } from '../engine/engine.ts';
import type { EventsServer } from '../events/server.ts';
import type { Installer } from '../install.ts';
import { ANSWER_MILLIS, within } from '../within.ts';
import { againWords } from './again-words.ts';
import { bringToEnd } from './bring-to-end.ts';
import { type Intent, isStronger, type Outcome, outcomeOf } from './ending.ts';
import { LogWriter } from './log-writer.ts';
import { measureProgram } from './measure-program.ts';
import { StartError, startProgram } from './start-program.ts';

const RETRY_MILLIS = 1_000;
/** How long what a program sent just before its end may be under way. */
const LAST_WORD_MILLIS = 400;
const LOOK_MILLIS = 50;
/** A timer cannot be set for longer; heartbeats set it anew. */
const MAX_TIMER_MILLIS = 2 ** 31 - 1;

export interface AttemptParts {
  lease: Lease;
  engine: Engine;
  events: EventsServer;
  installer: Installer;
  /** What the program is given to act with; null where it has it already. */
  token: string | null;
  /** Of a program that an earlier process of this worker started. */
  adopted?: { program: RunningProgram; handle: KeptHandle | null };
}

export class Attempt {
  readonly lease: Lease;
  /** Resolves when nothing of it is left here. Never rejects. */
  readonly done: Promise<void>;
  readonly memoryMbytes: number;
  readonly #parts: AttemptParts;
  readonly #writer: LogWriter;
  #intent: Intent | null = null;
  /** Ends what is being done for the present intent. */
  #overtaken = new AbortController();
  #program: RunningProgram | null = null;
  #timeout: NodeJS.Timeout | undefined;

  constructor(parts: AttemptParts, memoryMbytes: number) {
    this.lease = parts.lease;
    this.#parts = parts;
    this.memoryMbytes = memoryMbytes;
    this.#writer = new LogWriter(this.lease, parts.adopted?.handle ?? {}, () => this.end('lose'));
    this.done = this.#run()
      .catch((error) => log().error({ err: error, runId: this.lease.runId }, 'a run was left to its lease'))
      .finally(() => this.#release());
  }

  /** Whether the run is not this worker's any more. */
  get isLost(): boolean {
    return this.#intent === 'lose';
  }

  /** Ends the program for a reason, unless there is a stronger one already. */
  end(intent: Intent): void {
    if (!isStronger(intent, this.#intent)) return;
    this.#intent = intent;
    if (intent === 'lose') this.#writer.stop();
    this.#overtaken.abort();
    this.#overtaken = new AbortController();
    if (this.#program) this.#bring(this.#program, intent);
  }

  /** Leaves the program going, for the next process of this worker to adopt; resolves when what it has printed is in the log. */
  async leave(): Promise<void> {
    await this.#writer.finish();
    this.#writer.stop();
    clearTimeout(this.#timeout);
  }

  /** Says how much time is left; null: no end. */
  setMillisLeft(millisLeft: number | null): void {
    clearTimeout(this.#timeout);
    if (millisLeft === null) return;
    this.#timeout = setTimeout(() => this.end('time-out'), Math.min(Math.max(0, millisLeft), MAX_TIMER_MILLIS));
  }

  async #run(): Promise<void> {
    const launch = await this.#persist(() => selectLaunch(this.lease));
    if (!launch) return this.#abandon();
    this.setMillisLeft(launch.millisLeft);
    const program = await this.#startOrAdopt(launch);
    if (!program) return;
    this.#program = program;
    if (this.#intent) this.#bring(program, this.#intent);
    const outcome = await this.#follow(program, launch);
    await this.#settle(outcome, launch);
    await program.clear();
  }

  /** The running program; null where the run came to its end without. */
  async #startOrAdopt(launch: Launch): Promise<RunningProgram | null> {
    const { engine, events, installer, token, adopted } = this.#parts;
    const eventsUrl = events.admit(this.lease);
    if (adopted) return adopted.program;
    if (token === null) throw new Error('A program cannot be started without a token');
    const again = againWords(launch);
    if (again) this.#writer.note(again);
    try {
      const program = await startProgram(
        { engine, installer, launch, token, eventsUrl },
        (text) => this.#writer.note(text),
        () => this.#intent !== null,
      );
      if (!program) {
        await this.#settleUnstarted(launch);
        return null;
      }
      const isHeld = await this.#persist(() =>
        keepHandle(this.lease, { engine: engine.name, program: { ...program.handle } }),
      );
      if (!isHeld) this.end('lose');
      return program;
    } catch (error) {
      const statusMessage = error instanceof StartError ? error.message : 'The program could not be started';
      log().error({ err: error, runId: this.lease.runId }, 'a program could not be started');
      await this.#settle({ status: 'FAILED', exitCode: null, statusMessage }, launch);
      return null;
    }
  }

  /** Where the reason to end it came before it was started. */
  async #settleUnstarted(launch: Launch): Promise<void> {
    const end = { exitCode: 137, isOutOfMemory: false };
    const outcome = outcomeOf({ ...this.#facts(launch), end, ranMillis: 0 });
    await this.#settle('exitCode' in outcome ? { ...outcome, exitCode: null } : outcome, launch);
  }

  async #follow(program: RunningProgram, launch: Launch): Promise<Outcome> {
    const { events, adopted } = this.#parts;
    const startedAtMillis = performance.now();
    const stopMeasuring = measureProgram(
      { program, lease: this.lease, run: launch.run, isAdopted: adopted !== undefined },
      (info) => events.send(this.lease, 'systemInfo', info),
    );
    const reading = this.#writer.follow(program).catch((error) => {
      log().error({ err: error, runId: this.lease.runId }, 'the output of a program could not be read to its end');
    });
    const end = await program.ended;
    clearTimeout(this.#timeout);
    await Promise.all([reading, stopMeasuring(this.#intent !== 'lose')]);
    return outcomeOf({ ...this.#facts(launch), end, ranMillis: performance.now() - startedAtMillis });
  }

  #facts({ run }: Launch) {
    const { memoryMbytes, timeoutSecs, restartsOnError, restartCount } = run;
    return { intent: this.#intent, memoryMbytes, timeoutSecs, restartsOnError, restartCount };
  }

  /** Writes how it ended; what the run has become by then may be another worker's. */
  async #settle(outcome: Outcome, { run }: Launch): Promise<void> {
    if (this.#intent === 'lose') return;
    const { statusMessage } = 'exitCode' in outcome ? outcome : { statusMessage: null };
    if (statusMessage && run.statusMessage !== statusMessage) this.#writer.note(`${statusMessage}.`.replace('..', '.'));
    await this.#writer.finish();
    if (this.#intent === null) await this.#awaitLastWord();
    await this.#persist(() =>
      outcome.status === 'READY' ? giveBackRun(this.lease, outcome.because) : finishRun(this.lease, outcome),
    );
  }

  /**
   * The SDK sends the last word of a program and does not wait for the answer: it may arrive after the program has ended, and would be refused
   * once the run has.
   */
  async #awaitLastWord(): Promise<void> {
    if (!this.#parts.events.hasListened(this.lease)) return;
    for (const end = performance.now() + LAST_WORD_MILLIS; performance.now() < end; await wait(LOOK_MILLIS)) {
      if (await this.#persist(() => hasLastWord(this.lease))) return;
    }
  }

  async #abandon(): Promise<void> {
    const program = this.#parts.adopted?.program;
    await program?.kill();
    await program?.clear();
  }

  #bring(program: RunningProgram, intent: Intent): void {
    const { signal } = this.#overtaken;
    const send = (name: Parameters<EventsServer['send']>[1], data?: object) =>
      this.#parts.events.send(this.lease, name, data);
    if (intent === 'time-out') {
      markTimingOut(this.lease).catch((error) => log().warn({ err: error }, 'a timeout could not be noted'));
    }
    bringToEnd({ program, intent, send, signal }).catch((error) =>
      log().error({ err: error, runId: this.lease.runId }, 'a program could not be ended'),
    );
  }

  /** Tries until the database answers or the run is lost; then null. */
  async #persist<T>(write: () => Promise<T>): Promise<T | null> {
    for (;;) {
      try {
        return await within(ANSWER_MILLIS, write());
      } catch (error) {
        if (this.#intent === 'lose') return null;
        log().warn({ err: error, runId: this.lease.runId }, 'the database does not answer; trying again');
        await wait(RETRY_MILLIS);
      }
    }
  }

  #release(): void {
    clearTimeout(this.#timeout);
    this.#writer.stop();
    this.#parts.events.dismiss(this.lease);
  }
}
