/** Reads a file that grows, in whole characters, with positions in bytes. */
import { watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;
/** Where the system tells nothing of changes, or too late. */
const LOOK_EVERY_MILLIS = 100;

/** Ends when the file was read to its end after `ended` had resolved. A `position` of null is the beginning. */
export async function* tail(file: string, position: string | null, ended: Promise<unknown>) {
  if (position !== null && !/^\d{1,15}$/.test(position)) throw new Error(`Not a position: ${JSON.stringify(position)}`);
  let at = Number(position ?? 0);
  let hasEnded = false;
  const whenEnded = ended.then(() => {
    hasEnded = true;
  });
  const handle = await open(file, 'r');
  const changes = watchFile(file);
  try {
    for (;;) {
      // Asked before reading: what was written until the end is then in what is read.
      const isLast = hasEnded;
      const bytes = await readChunk(handle, at);
      const whole = isLast && bytes.length < CHUNK_BYTES ? bytes.length : wholeCharacters(bytes);
      if (whole > 0) {
        at += whole;
        yield { text: bytes.toString('utf8', 0, whole), position: `${at}` };
      } else if (isLast) {
        return;
      } else {
        await Promise.race([changes.next(), whenEnded]);
      }
    }
  } finally {
    changes.close();
    await handle.close();
  }
}

async function readChunk(handle: FileHandle, at: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
  return buffer.subarray(0, bytesRead);
}

/** How many bytes remain when a character that is not yet whole is left off at the end. */
export function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** `next` resolves at a change since it resolved last, or after a while. */
function watchFile(file: string) {
  let hasChanged = false;
  let wake = () => {};
  const change = () => {
    hasChanged = true;
    wake();
  };
  let watcher: ReturnType<typeof watch> | undefined;
  try {
    watcher = watch(file, { persistent: false }, change).on('error', () => {});
  } catch {
    // Too many are watched on this machine: looking now and then does too.
  }
  return {
    async next() {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_EVERY_MILLIS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      hasChanged = false;
    },
    close: () => watcher?.close(),
  };
}
