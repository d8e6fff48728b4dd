import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineFolder } from './folder.ts';

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
