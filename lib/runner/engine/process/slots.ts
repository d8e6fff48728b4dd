/**
 * The users that programs run under where the worker is root: one for each program, so that no two can reach each other's processes or
 * files even past the sandbox, and none is root. A slot is a file that names its program, and is held until that program is cleared.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FIRST_UID = 61_001;
const SLOTS = 3000;
/** A slot is taken before its program has a folder. */
const GRACE_MILLIS = 60_000;

/** The user's and the group's number; null where this process is not root and programs run under its own. */
export function takeSlot(folder: string, key: string): number | null {
  if (process.getuid?.() !== 0) return null;
  const taken = new Set(readdirSync(folder));
  for (let slot = 0; slot < SLOTS; slot++) {
    if (taken.has(`${slot}`)) continue;
    try {
      writeFileSync(path.join(folder, `${slot}`), key, { flag: 'wx', mode: 0o600 });
      return FIRST_UID + slot;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`All of the ${SLOTS} users for programs are in use on this machine`);
}

export function releaseSlot(folder: string, uid: number | null): void {
  if (uid !== null) rmSync(path.join(folder, `${uid - FIRST_UID}`), { force: true });
}

/** Gives back the slots of programs that are no more: what a crash left. */
export function releaseOtherSlots(folder: string, isKnown: (key: string) => boolean): void {
  for (const slot of readdirSync(folder)) {
    const file = path.join(folder, slot);
    try {
      const isOld = Date.now() - statSync(file).mtimeMs > GRACE_MILLIS;
      if (isOld && !isKnown(readFileSync(file, 'utf8'))) rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
