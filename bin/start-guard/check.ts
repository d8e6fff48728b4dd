import fs from 'node:fs';
import path from 'node:path';
import { startProblems } from './guard.ts';
import type { SourceFile } from './source.ts';

/** Where the product is; tests stand outside of it. */
const FOLDERS = ['app', 'bin', 'components', 'db', 'lib'];
const TESTS = /([.]test[.]tsx?$|^lib\/testing\/|^db\/migrations\/meta\/)/;

/** What is wrong with how the product in a folder starts runs; nothing if all is well. */
export function problemsIn(root: string): string[] {
  const files = filesOf(root);
  // A check that finds nothing to look at would always pass.
  if (!files.some(({ path }) => path === 'lib/run/start.ts')) return ['The sources were not found'];
  return startProblems(files);
}

export function filesOf(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /[.](tsx?|sql)$/.test(name) && !TESTS.test(name))
    .map((name) => ({ path: name, text: fs.readFileSync(path.join(root, name), 'utf8') }));
}
