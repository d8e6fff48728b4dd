/**
 * The Console's production build, made again when a source has changed.
 */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { recordOutput, root, spawnNode } from './processes.ts';

/** What the build is made of. Tests are left out: they change nothing in it. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'db',
  'public',
  'bin/compressed-assets.js',
  'package-lock.json',
  'tsconfig.json',
  'next.config.js',
  'next.config.mjs',
  'next.config.ts',
  'postcss.config.js',
  'postcss.config.mjs',
];

const stamp = path.join(root, '.next', 'gatehouse-build');

/** Whether .next holds a complete build of the sources as they are. */
export function isBuilt(): boolean {
  if (!fs.existsSync(path.join(root, '.next', 'BUILD_ID')) || !fs.existsSync(stamp)) return false;
  return fs.readFileSync(stamp, 'utf8') === sourcesDigest();
}

/** Starts the build. Its output is kept until it fails; `markBuilt` is to be called when it has ended well. */
export function startBuild(): { child: ChildProcess; output: () => string; markBuilt: () => void } {
  // Taken before the build: a source that changes meanwhile must count as changed.
  const digest = sourcesDigest();
  const child = spawnNode(['node_modules/next/dist/bin/next', 'build'], { NODE_ENV: 'production' }, 'pipe');
  return { child, output: recordOutput(child), markBuilt: () => fs.writeFileSync(stamp, digest) };
}

function sourcesDigest(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn).sort()) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files at or below a path from the root; none when there is no such path. */
function filesIn(place: string): string[] {
  const stat = fs.statSync(path.join(root, place), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [place];
  return fs
    .readdirSync(path.join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
