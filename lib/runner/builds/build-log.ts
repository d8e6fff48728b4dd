/** Writes what a build prints to its log, in order and in batches. */
import { appendLog, MAX_LOG_CHARS } from '../../job-log/queries.ts';
import { log } from '../../log.ts';
import { LineSplitter, logLine } from '../run/lines.ts';

const FLUSH_AFTER_MILLIS = 250;

export class BuildLog {
  readonly #buildId: string;
  readonly #splitter = new LineSplitter();
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isFull = false;

  constructor(buildId: string) {
    this.#buildId = buildId;
  }

  /** A line of the platform's own. */
  note(text: string): void {
    this.#add([...this.#splitter.end(), `ACTOR: ${text}`]);
  }

  /** What the build prints, in pieces of any size. */
  print(text: string): void {
    this.#add(this.#splitter.push(text));
  }

  /** Resolves when all of it is written. */
  async end(): Promise<void> {
    this.#add(this.#splitter.end());
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #add(lines: readonly string[]): void {
    if (this.#isFull || lines.length === 0) return;
    const now = new Date();
    for (const line of lines) this.#waiting.push(logLine(line, now));
    this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_AFTER_MILLIS);
  }

  #flush(): Promise<void> {
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** A build does not fail for a line of its log. */
  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.join('');
    this.#waiting = [];
    try {
      this.#isFull = (await appendLog(this.#buildId, text)) >= MAX_LOG_CHARS;
    } catch (error) {
      log().warn({ err: error, buildId: this.#buildId }, 'lines of a build were not written');
    }
  }
}
