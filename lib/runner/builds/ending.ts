/** Watches what may end a build before it has finished. */
import { type BuildWork, renewHold } from '../../build-work/queries.ts';
import { log } from '../../log.ts';

/** `given-back`: the worker stops, or counted as gone. `lost`: another has it, or it was deleted. */
export type Interruption = 'aborted' | 'timed-out' | 'given-back' | 'lost';

const LOOK_EVERY_MILLIS = 1_000;

export class Ending {
  readonly #controller = new AbortController();
  readonly #work: BuildWork;
  readonly #looking: NodeJS.Timeout;
  readonly #timeout: NodeJS.Timeout;
  #because: Interruption | null = null;

  /** `leaving`: ends when the worker has to let go of the build. */
  constructor(work: BuildWork, leaving: AbortSignal) {
    this.#work = work;
    this.#timeout = setTimeout(() => this.#interrupt('timed-out'), work.timeoutSecs * 1_000);
    this.#looking = setInterval(() => void this.#look(), LOOK_EVERY_MILLIS);
    if (leaving.aborted) this.#interrupt('given-back');
    leaving.addEventListener('abort', () => this.#interrupt('given-back'), { signal: this.signal });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get because(): Interruption | null {
    return this.#because;
  }

  stop(): void {
    clearTimeout(this.#timeout);
    clearInterval(this.#looking);
  }

  async #look(): Promise<void> {
    try {
      const state = await renewHold(this.#work);
      if (state === 'lost') this.#interrupt('lost');
      if (state === 'to-be-aborted') this.#interrupt('aborted');
    } catch (error) {
      // Out of reach for now; whoever takes the build over raises its attempt.
      log().warn({ err: error, buildId: this.#work.buildId }, 'a build could not be looked at');
    }
  }

  #interrupt(because: Interruption): void {
    this.#because ??= because;
    this.#controller.abort();
  }
}
