import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineFolder, reachable } from './reach.ts';

let top: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-folder-')));
});
afterEach(() => rmSync(top, { recursive: true }));

test('programs are kept in the data directory', () => {
  chmodSync(top, 0o711);
  const dataDir = path.join(top, 'data');
  expect(engineFolder(dataDir, true)).toBe(path.join(dataDir, 'engine'));
  expect(engineFolder(dataDir, false)).toBe(path.join(dataDir, 'engine'));
});

test('below a folder that is closed to their users they are kept elsewhere, always at the same place', () => {
  chmodSync(top, 0o700);
  const dataDir = path.join(top, 'data');
  mkdirSync(dataDir, { mode: 0o755 });
  const elsewhere = engineFolder(dataDir, true);
  expect(elsewhere).toMatch(/^\/var\/lib\/gatehouse\/engine-[0-9a-f]{12}$/);
  expect(engineFolder(dataDir, true)).toBe(elsewhere);
  expect(engineFolder(path.join(top, 'other'), true)).not.toBe(elsewhere);
  // Programs of a worker that is no root have its own user.
  expect(engineFolder(dataDir, false)).toBe(path.join(dataDir, 'engine'));
});

test('what programs use is copied where it lies below a closed folder, once for each state of it', () => {
  const [closed, base] = [path.join(top, 'closed'), path.join(top, 'base')];
  chmodSync(top, 0o711);
  mkdirSync(closed, { mode: 0o700 });
  const tool = path.join(closed, 'tool');
  writeFileSync(tool, 'one', { mode: 0o755 });
  const copy = reachable(tool, { asRoot: true, base });
  expect(path.dirname(copy)).toBe(base);
  expect(readFileSync(copy, 'utf8')).toBe('one');
  expect(reachable(tool, { asRoot: true, base })).toBe(copy);
  writeFileSync(tool, 'other');
  expect(readFileSync(reachable(tool, { asRoot: true, base }), 'utf8')).toBe('other');
  expect(reachable(tool, { asRoot: false, base })).toBe(tool);
  chmodSync(closed, 0o755);
  expect(reachable(tool, { asRoot: true, base })).toBe(tool);
});
