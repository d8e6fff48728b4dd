/** A built Actor as one file: a compressed archive of `manifest.json` and `app/`. */
import { createReadStream, createWriteStream, lstatSync, readlinkSync } from 'node:fs';
import { lstat, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import * as tar from 'tar';
import { isWithin } from '../sandbox/view.ts';
import type { Manifest } from './manifest.ts';

/** Unpacked; more than Apify's own images of Actors have. */
export const PRODUCT_BYTES_MAX = 4 * 1024 ** 3;
export const PRODUCT_FILES_MAX = 500_000;
const MANIFEST = 'manifest.json';
const KEPT = new Set(['File', 'Directory', 'SymbolicLink']);

/** Packs `folder`/app. Throws when it is larger than a product may be. */
export async function packProduct(folder: string, manifest: Manifest, file: string): Promise<void> {
  await checkSize(path.join(folder, 'app'));
  await writeFile(path.join(folder, MANIFEST), JSON.stringify(manifest));
  const archive = tar.create({ cwd: folder, portable: true, filter: (name) => isKept(folder, name) }, [
    MANIFEST,
    'app',
  ]);
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  await pipeline(Readable.from(archive), compress, createWriteStream(file, { mode: 0o600 }));
}

/** Files, folders, and links within the Actor: links that lead out mean nothing elsewhere, or too much. */
function isKept(folder: string, name: string): boolean {
  const place = path.join(folder, name);
  const stat = lstatSync(place);
  if (!stat.isSymbolicLink()) return stat.isFile() || stat.isDirectory();
  const target = readlinkSync(place);
  return !path.isAbsolute(target) && isWithin(path.resolve(path.dirname(place), target), path.join(folder, 'app'));
}

export function openProduct(file: string): Readable {
  return createReadStream(file);
}

/** Unpacks into an empty folder, and nowhere else. Throws at the first entry that is not as `packProduct` makes them. */
export async function unpackProduct(product: Readable, folder: string): Promise<void> {
  let bytes = 0;
  let files = 0;
  const refuse = (why: string) => {
    throw new Error(`Not a built Actor: ${why}`);
  };
  const extract = tar.extract({
    cwd: folder,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    filter: (name, entry) => {
      if (!('type' in entry)) return refuse('an entry without a type');
      const parts = name.split('/');
      if (parts.includes('..') || name.startsWith('/')) refuse(`a path that leads out, ${name}`);
      if (name !== MANIFEST && parts[0] !== 'app') refuse(`an unknown file, ${name}`);
      if (!KEPT.has(entry.type)) refuse(`an entry of the kind ${entry.type}, ${name}`);
      bytes += entry.size;
      files += 1;
      if (bytes > PRODUCT_BYTES_MAX || files > PRODUCT_FILES_MAX) refuse('it is too large');
      // Every program's user must be able to read it; nothing may run as its owner.
      entry.mode = ((entry.mode ?? 0o644) & 0o755) | (entry.type === 'Directory' ? 0o755 : 0o644);
      return true;
    },
  });
  await pipeline(product, createZstdDecompress(), sinkOf(extract));
}

/** The library's streams are not Node's: they throw where Node's would give an error, and cannot be destroyed. */
function sinkOf(extract: tar.Unpack): Writable {
  const trying = (act: () => void, done: (error: Error) => void) => {
    try {
      act();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const sink = new Writable({
    write: (chunk, _, done) =>
      trying(() => void (extract.write(chunk) ? done() : extract.once('drain', () => done())), done),
    final: (done) =>
      trying(() => {
        extract.once('close', () => done());
        extract.end();
      }, done),
  });
  extract.on('error', (error) => sink.destroy(error as Error));
  return sink;
}

async function checkSize(top: string): Promise<void> {
  let bytes = 0;
  const folders = [top];
  let files = 0;
  // Grows while it is walked.
  for (const folder of folders) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(name);
      // By its length, not by the blocks it takes: a file may consist of holes.
      else if (entry.isFile()) bytes += (await lstat(name)).size;
      files += 1;
      if (bytes > PRODUCT_BYTES_MAX) throw new TooLarge(`more than ${PRODUCT_BYTES_MAX / 1024 ** 2} MB`);
      if (files > PRODUCT_FILES_MAX) throw new TooLarge(`more than ${PRODUCT_FILES_MAX} files`);
    }
  }
}

export class TooLarge extends Error {}
