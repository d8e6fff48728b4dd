/** Built Actors on this machine: each in a folder that appears whole, is never changed, and goes when others were used more lately. */
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { checkedId, type Folders } from '../folders.ts';
import { readRecord } from '../program/record.ts';
import { removeFolder } from '../program-folder.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { unpackProduct } from './product.ts';

/** Names of folders that are being made or removed; ids never begin like this. */
const PASSING = '.';
/** An installation that takes longer than this was left by a crash. */
const PASSING_MILLIS = 60 * 60 * 1000;

export function isInstalled({ builds }: Folders, buildId: string): boolean {
  return existsSync(path.join(builds, checkedId(buildId), 'manifest.json'));
}

export async function installBuild(folders: Folders, buildId: string, product: Readable): Promise<void> {
  const folder = path.join(folders.builds, checkedId(buildId));
  const draft = passingName(folders);
  await mkdir(draft, { mode: 0o755 });
  try {
    await unpackProduct(product, draft);
    parseManifest(readFileSync(path.join(draft, 'manifest.json'), 'utf8'));
    // These two are mounted for programs, and a mount follows links: to wherever the Actor's author likes.
    if (!isFolder(path.join(draft, 'app'))) throw new Error('Not a built Actor: it has no folder of sources');
    const modules = path.join(draft, 'app', 'node_modules');
    // Apart, since programs get their own copy of the sources but share the modules.
    if (isFolder(modules)) await rename(modules, path.join(draft, 'modules'));
    await rename(draft, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Somebody else was quicker, with the same product.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await removeFolder(draft);
  }
}

/** Its manifest and its places; notes that it is used. Throws if it is not installed. */
export function openInstalled({ builds }: Folders, buildId: string) {
  const folder = path.join(builds, checkedId(buildId));
  const file = path.join(folder, 'manifest.json');
  if (!existsSync(file)) throw new Error(`The build ${buildId} is not installed on this machine`);
  const manifest: Manifest = parseManifest(readFileSync(file, 'utf8'));
  const now = new Date();
  utimesSync(file, now, now);
  const modules = path.join(folder, 'modules');
  const build = { id: buildId, sources: path.join(folder, 'app'), modules: existsSync(modules) ? modules : null };
  return { manifest, build };
}

export async function evictBuilds(folders: Folders, keep: number): Promise<void> {
  const { builds, runs } = folders;
  const inUse = new Set(readdirSync(runs).map((key) => readRecord(path.join(runs, key))?.buildId));
  const installed = readdirSync(builds)
    .filter((name) => !name.startsWith(PASSING))
    .map((name) => ({ name, usedAt: modifiedAt(path.join(builds, name, 'manifest.json')) }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { name } of installed.slice(keep)) {
    if (inUse.has(name)) continue;
    // First out of the way at once, so that nobody starts from half a build.
    const gone = passingName(folders);
    await rename(path.join(builds, name), gone);
    await removeFolder(gone);
  }
  for (const name of readdirSync(builds)) {
    const folder = path.join(builds, name);
    if (name.startsWith(PASSING) && Date.now() - modifiedAt(folder) > PASSING_MILLIS) await removeFolder(folder);
  }
}

function passingName({ builds }: Folders): string {
  return path.join(builds, `${PASSING}${randomBytes(8).toString('hex')}`);
}

function isFolder(name: string): boolean {
  return lstatSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
