/**
 * A place in a log whose messages carry the time they were read: Docker's and the kubelet's.
 *
 * Such a log can be asked for from a time on, but several messages may share one, and two output streams may stand a little out of order.
 * So a place is a whole second that lies safely behind, and how many messages were read from it on: asked for from that second, the log
 * gives the same messages in the same order, and so many of them are passed over.
 */
export class LogPlace {
  #anchor: number;
  #read: number;
  #skip = 0;
  #counts = new Map<number, number>();

  /** `position`: what `toString` gave to an earlier reader; null: the beginning. Throws for any other text. */
  constructor(position: string | null) {
    const parts = /^(\d{1,12}):(\d{1,15})$/.exec(position ?? '0:0');
    if (!parts) throw new Error(`Not a position in a log: ${position}`);
    this.#anchor = Number(parts[1]);
    this.#read = Number(parts[2]);
    this.rewind();
  }

  /** For a new look at the log: gives the second (Unix time) to ask it from; 0: all of it. */
  rewind(): number {
    this.#skip = this.#read;
    this.#counts.clear();
    return this.#anchor;
  }

  /** Takes note of the next message. `time`: as the log gives it. False for one that was read before. */
  take(time: string): boolean {
    const second = Math.floor(Date.parse(time) / 1000);
    const isNew = this.#skip === 0;
    if (!isNew) this.#skip--;
    // A clock that was set back: the log will not give this one again when asked from the anchor.
    if (second < this.#anchor) return isNew;
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1);
    if (isNew) this.#advance(second);
    return isNew;
  }

  toString(): string {
    return `${this.#anchor}:${this.#read}`;
  }

  #advance(second: number): void {
    this.#read++;
    // The whole second before stays: a message of the other stream may come late by that much.
    const anchor = second - 1;
    if (anchor <= this.#anchor) return;
    for (const [earlier, count] of this.#counts) {
      if (earlier >= anchor) continue;
      this.#read -= count;
      this.#counts.delete(earlier);
    }
    this.#anchor = anchor;
  }
}
