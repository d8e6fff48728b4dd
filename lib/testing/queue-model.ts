/**
 * What a request queue should do, in the fewest words: each request that is not handled becomes free at some time, at the front or at the
 * end. Time is counted in steps; an hour is far more of them than any test takes.
 */

export const HOUR = 1_000_000_000;

export interface ModelRequest {
  key: string;
  isHandled: boolean;
  /** When it is, or was, free to be taken; and whether it went to the front then. */
  freeAt: number;
  isFront: boolean;
  /** Who locked it last, unless the lock was given up. */
  lockedBy: string | null;
}

export class QueueModel {
  readonly requests = new Map<string, ModelRequest>();
  private now = 0;

  /** Adds requests; gives for each whether it was there, and whether it was handled. */
  add(keys: readonly string[], isFront: boolean): { wasPresent: boolean; wasHandled: boolean }[] {
    return keys.map((key) => {
      const known = this.requests.get(key);
      if (known) return { wasPresent: true, wasHandled: known.isHandled };
      this.requests.set(key, { key, isHandled: false, freeAt: this.step(), isFront, lockedBy: null });
      return { wasPresent: false, wasHandled: false };
    });
  }

  /** Locks the first free ones; gives their keys in order. */
  lock(client: string, limit: number, hours: number): string[] {
    const taken = this.free().slice(0, limit);
    const start = this.step() + hours * HOUR;
    // At the front the latest comes first, so the last of those taken must be free before the others.
    for (const [n, request] of taken.entries()) {
      request.freeAt = start + (request.isFront ? 2 * taken.length - n - 1 : n + 1);
      request.lockedBy = client;
    }
    this.now += 2 * taken.length;
    return taken.map(({ key }) => key);
  }

  /** Moves the end of a lock; false if it is not the client's. */
  move(client: string, key: string, hours: number, isFront: boolean): boolean {
    const request = this.requests.get(key);
    if (!request || request.isHandled || request.lockedBy !== client) return false;
    Object.assign(request, { freeAt: this.step() + hours * HOUR, isFront, lockedBy: hours > 0 ? client : null });
    return true;
  }

  /** Ends all locks of a client; gives how many. */
  unlock(client: string): number {
    const own = this.locked().filter((request) => request.lockedBy === client);
    const inOrder = own.toSorted((a, b) => a.freeAt - b.freeAt);
    for (const request of inOrder) Object.assign(request, { freeAt: this.step(), lockedBy: null });
    return own.length;
  }

  /** Replaces a request, or adds it. */
  update(key: string, isHandled: boolean, isFront: boolean): { wasPresent: boolean; wasHandled: boolean } {
    const now = this.step();
    const known = this.requests.get(key);
    const stays = known !== undefined && !known.isHandled && !isHandled;
    this.requests.set(key, {
      ...{ key, isHandled, isFront },
      freeAt: stays ? Math.max(known.freeAt, now) : now,
      lockedBy: stays ? known.lockedBy : null,
    });
    return { wasPresent: known !== undefined, wasHandled: known?.isHandled ?? false };
  }

  delete(keys: readonly string[]): void {
    for (const key of keys) this.requests.delete(key);
  }

  letHoursPass(hours: number): void {
    this.now += hours * HOUR;
  }

  counts(): { totalRequestCount: number; handledRequestCount: number; pendingRequestCount: number } {
    const handledRequestCount = [...this.requests.values()].filter(({ isHandled }) => isHandled).length;
    const totalRequestCount = this.requests.size;
    return { totalRequestCount, handledRequestCount, pendingRequestCount: totalRequestCount - handledRequestCount };
  }

  /** Those that can be taken, in order. */
  free(): ModelRequest[] {
    const free = this.pending().filter((request) => request.freeAt <= this.now);
    const front = free.filter(({ isFront }) => isFront).toSorted((a, b) => b.freeAt - a.freeAt);
    const back = free.filter(({ isFront }) => !isFront).toSorted((a, b) => a.freeAt - b.freeAt);
    return [...front, ...back];
  }

  locked(): ModelRequest[] {
    return this.pending().filter((request) => request.freeAt > this.now);
  }

  private pending(): ModelRequest[] {
    return [...this.requests.values()].filter(({ isHandled }) => !isHandled);
  }

  private step(): number {
    return ++this.now;
  }
}
