/**
 * The lines of a log as they come, outside of React: hundreds a second are gathered, and those who watch are told ten times a second.
 */

const TELL_EVERY_MILLIS = 100;

export class LogStore {
  readonly lines: string[] = [];
  private unfinished = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  /** How many lines there were when the watchers were last told. */
  count = 0;

  /** The sequence of the last piece. */
  sequence = 0;

  /**
   * Pieces of a log are whole lines; one that is not is held until its rest comes. A piece that has come already is not taken again,
   * whoever asked for it anew.
   */
  append(sequence: number, text: string): void {
    if (sequence <= this.sequence) return;
    this.sequence = sequence;
    const parts = (this.unfinished + text).split('\n');
    this.unfinished = parts.pop() ?? '';
    for (const line of parts) this.lines.push(line);
    this.timer ??= setTimeout(() => this.tell(), TELL_EVERY_MILLIS);
  }

  /** Tells at once, as when all that there was has come. */
  tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.count === this.lines.length) return;
    this.count = this.lines.length;
    for (const watcher of this.watchers) watcher();
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}
