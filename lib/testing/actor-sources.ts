/** Sources of Actors for tests of the engines, each in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Sources {
  folder: string;
  remove: () => void;
}

/** `files`: path → text. Without a package.json of their own they get one that starts main.js. */
export function writeSources(files: Record<string, string>): Sources {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-sources-'));
  const start = { name: 'tried', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } };
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(start), ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
