/** Unpacks archives of strangers: nothing lands outside of the folder, links are left out, and all of it has a size. */
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { extract } from 'tar';
import yauzl from 'yauzl';
import { BuildFailure } from '../failure.ts';
import { inside } from './inside.ts';
import { MAX_SOURCE_BYTES, MAX_SOURCE_FILES, TOO_LARGE } from './limits.ts';

/**
 * Unpacks a ZIP file or a gzipped TAR file. Gives the folder that the sources are in: an archive of a repository has all of it in one.
 * Throws BuildFailure where it is neither, is broken or is too large.
 */
export async function unpack(archive: string, folder: string): Promise<string> {
  const magic = await firstBytes(archive);
  const size = new Size();
  try {
    if (magic.subarray(0, 2).equals(Buffer.from('PK'))) await unpackZip(archive, folder, size);
    else if (magic[0] === 0x1f && magic[1] === 0x8b) await unpackTar(archive, folder, size);
    else throw new BuildFailure('The archive is neither a ZIP file nor a gzipped TAR file');
  } catch (error) {
    if (error instanceof BuildFailure) throw error;
    throw new BuildFailure(
      `The archive cannot be unpacked: ${error instanceof Error ? error.message : 'it is broken'}`,
    );
  }
  return wholeInOne(folder);
}

class Size {
  #bytes = 0;
  #files = 0;

  /** Throws BuildFailure once it is too much. */
  add(byteCount: number): void {
    this.#bytes += byteCount;
    this.#files++;
    if (this.#bytes > MAX_SOURCE_BYTES || this.#files > MAX_SOURCE_FILES) throw new BuildFailure(TOO_LARGE);
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const TAR_TYPES: readonly string[] = ['File', 'OldFile', 'ContiguousFile', 'Directory'];

async function unpackTar(archive: string, folder: string, size: Size): Promise<void> {
  let failure: Error | undefined;
  await extract({
    ...{ file: archive, cwd: folder, strict: false, preserveOwner: false, preservePaths: false },
    filter: (_name, entry) => {
      if (failure !== undefined || !('type' in entry) || !TAR_TYPES.includes(entry.type)) return false;
      try {
        size.add(entry.size);
        return true;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(TOO_LARGE);
        return false;
      }
    },
  });
  if (failure !== undefined) throw failure;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

async function unpackZip(archive: string, folder: string, size: Size): Promise<void> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(archive, {
    lazyEntries: true,
    autoClose: false,
  });
  const openEntry = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip));
  try {
    // Names that lead out of the folder are refused on reading; the size of each is held to what it says.
    for await (const entry of entriesOf(zip)) {
      if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) continue;
      const place = inside(folder, entry.fileName);
      size.add(entry.uncompressedSize);
      if (entry.fileName.endsWith('/')) {
        await mkdir(place, { recursive: true });
        continue;
      }
      await mkdir(path.dirname(place), { recursive: true });
      await pipeline(await openEntry(entry), createWriteStream(place));
    }
  } finally {
    zip.close();
  }
}

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(null))
        .once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

async function wholeInOne(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() && only.name !== '.actor' ? path.join(folder, only.name) : folder;
}
