/** Writes what a program prints to the log of its run, in batches, each with how far the output has been read. */
import { setTimeout as wait } from 'node:timers/promises';
import { appendRunOutput, MAX_LOG_CHARS, type OutputRead } from '../../job-log/queries.ts';
import type { Lease } from '../../lease/queries.ts';
import { log } from '../../log.ts';
import type { RunningProgram } from '../engine/engine.ts';
import { ANSWER_MILLIS, within } from '../within.ts';
import { LineSplitter, logLine, storable } from './lines.ts';

const FLUSH_AFTER_MILLIS = 250;
const FLUSH_AT_CHARS = 64_000;
/** A program that prints more than can be written has to wait, that is its output stays where it is. */
const MAX_WAITING_CHARS = 1_000_000;
const RETRY_MILLIS = 1_000;
/** How far a full log has been read is of little use, but what comes next should not be read from its beginning. */
const FULL_FLUSH_AFTER_MILLIS = 5_000;

const FULL_NOTICE = `ACTOR: The log is full: of what is printed after ${MAX_LOG_CHARS.toLocaleString('en')} characters nothing is kept.`;

export class LogWriter {
  readonly #lease: Lease;
  readonly #splitter: LineSplitter;
  readonly #onLost: () => void;
  #position: string | null;
  #batch: number;
  #waiting: string[] = [];
  #waitingChars = 0;
  #hasChanged = false;
  /** Characters in the log, as far as it is known. */
  #total = 0;
  #isFull = false;
  #isLost = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  /** `from`: how far an earlier worker got. `onLost`: the run is not this worker's any more. */
  constructor(lease: Lease, from: Partial<OutputRead>, onLost: () => void) {
    this.#lease = lease;
    this.#splitter = new LineSplitter(from.partial);
    this.#position = from.position ?? null;
    this.#batch = from.batch ?? 0;
    this.#onLost = onLost;
  }

  /** A line of the platform's own. */
  note(text: string): void {
    this.#add([`ACTOR: ${text}`]);
  }

  /** Reads the output of a program to its end. */
  async follow(program: RunningProgram): Promise<void> {
    for await (const { text, position } of program.output(this.#position)) {
      if (this.#isLost) return;
      const lines = this.#splitter.push(text);
      this.#position = position;
      this.#add(lines);
      while (this.#waitingChars > MAX_WAITING_CHARS && !this.#isLost) await this.#flush();
    }
    this.#add(this.#splitter.end());
  }

  /** Writes what is waiting; resolves when all of it is there, or the run is lost. */
  async finish(): Promise<void> {
    while (this.#hasChanged && !this.#isLost) await this.#flush();
    clearTimeout(this.#timer);
  }

  /** Writes nothing any more. */
  stop(): void {
    this.#isLost = true;
    clearTimeout(this.#timer);
  }

  #add(lines: readonly string[]): void {
    this.#hasChanged = true;
    if (!this.#isFull) {
      const now = new Date();
      for (const line of lines) {
        const text = logLine(storable(line), now);
        this.#waiting.push(text);
        this.#waitingChars += text.length;
      }
    }
    if (this.#waitingChars >= FLUSH_AT_CHARS) void this.#flush();
    else this.#flushSoon();
  }

  #flushSoon(): void {
    const afterMillis = this.#isFull ? FULL_FLUSH_AFTER_MILLIS : FLUSH_AFTER_MILLIS;
    this.#timer ??= setTimeout(() => void this.#flush(), afterMillis);
  }

  /** One at a time, so that pieces stay in order. */
  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      // What came meanwhile.
      if (this.#hasChanged && !this.#isLost) this.#flushSoon();
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (!this.#hasChanged || this.#isLost) return;
    const text = this.#fitting(this.#waiting.join(''));
    const read = { batch: ++this.#batch, position: this.#position, partial: storable(this.#splitter.partial) };
    this.#waiting = [];
    this.#waitingChars = 0;
    this.#hasChanged = false;
    while (!this.#isLost) {
      try {
        const total = await within(ANSWER_MILLIS, appendRunOutput(this.#lease, text, read));
        if (total === null) return this.#lose();
        this.#total = total;
        if (total >= MAX_LOG_CHARS) this.#isFull = true;
        return;
      } catch (error) {
        log().warn({ err: error, runId: this.#lease.runId }, 'a log could not be written; trying again');
        await wait(RETRY_MILLIS);
      }
    }
  }

  /** The last that a log takes says so: nobody should take its end for the end of the run. */
  #fitting(text: string): string {
    if (this.#isFull || this.#total + text.length < MAX_LOG_CHARS) return text;
    this.#isFull = true;
    const room = MAX_LOG_CHARS - this.#total;
    return text.slice(0, text.lastIndexOf('\n', room) + 1) + logLine(FULL_NOTICE, new Date());
  }

  #lose(): void {
    this.stop();
    this.#onLost();
  }
}
