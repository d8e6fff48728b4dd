import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { problemsIn } from './check.ts';
import { GATE, STARTERS, startProblems } from './guard.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sourceOf = (name: string) => readFileSync(path.join(root, name), 'utf8');

/** What is wrong with one file, as if it stood in the product. */
const problemsOf = (file: string, text: string) =>
  startProblems([{ path: file, text }]).filter((problem) => !problem.endsWith('does not'));

test('nothing in the product starts a run but behind the gate', { timeout: 60_000 }, () => {
  expect(problemsIn(root)).toEqual([]);
});

const OUT_OF_PLACE: [what: string, source: string, problem: string][] = [
  ['SQL that enters a run', "const f = (c) => c.query('insert INTO runs (id) VALUES ($1)')", 'enters a run'],
  ['the same with quotes and a schema', 'const f = `INSERT INTO public."runs" (id) SELECT 1`', 'enters a run'],
  ['the same in pieces', "const f = 'INSERT INTO ' + 'runs (id) VALUES (1)'", 'enters a run'],
  [
    'the same by a constant',
    `const t = 'runs';\nexport function f(c) { c.query(\`INSERT INTO \${t} DEFAULT VALUES\`) }`,
    'enters',
  ],
  [
    'a table that cannot be told',
    `export const f = (c, t) => c.query(\`INSERT INTO \${t} VALUES (1)\`)`,
    'enters a run',
  ],
  ['a merge', 'const f = `MERGE INTO runs USING x ON true WHEN NOT MATCHED THEN INSERT VALUES (1)`', 'enters a run'],
  ['a copy', 'const f = `COPY runs FROM STDIN`', 'enters a run'],
  [
    'drizzle that enters a run',
    "import { runs } from '../../db/schema/run.ts';\nconst f = (tx) => tx.db.insert(runs).values({})",
    'enters a run',
  ],
  [
    'the same by another name',
    "import { runs as jobs } from '../../db/schema/run.ts';\nconst f = (tx) => tx.db.insert(jobs).values({})",
    'enters a run',
  ],
  [
    'a table that drizzle is told otherwise',
    "import { runs } from '../../db/schema/run.ts';\nconst of = { runs };\nconst f = (tx, k) => tx.db.insert(of[k]).values({})",
    'enters a run',
  ],
  ['the schema as a whole', "import * as all from '../../db/schema/run.ts'", 'hides what it does'],
  [
    'SQL that sets a level',
    "const f = `UPDATE runs r SET modified_at = now(), level = 'X' WHERE id = $1`",
    'decides the',
  ],
  ['SQL that sets an epoch', 'const f = `WITH a AS (UPDATE ONLY runs SET level_epoch = 2) SELECT 1`', 'decides the'],
  ['SQL that sets many at once', 'const f = `UPDATE runs SET (level, status) = ($1, $2)`', 'cannot be told'],
  ['SQL that makes ready', "const f = `UPDATE runs SET status = 'READY' WHERE id = $1`", 'ready'],
  ['the same by a parameter', 'const f = `UPDATE runs SET status = $2 WHERE id = $1`', 'ready'],
  ['the same in a case', "const f = `UPDATE runs SET status = CASE WHEN a THEN 'READY' ELSE status END`", 'ready'],
  [
    'the same by a function of the file',
    `const anew = (why) => \`status = 'READY', note = '\${why}'\`;\nexport const f = (c) => c.query(\`UPDATE runs SET \${anew('x')}\`)`,
    'ready',
  ],
  ['assignments that cannot be told', `const f = (x) => \`UPDATE runs SET \${x} WHERE id = $1\``, 'cannot be told'],
  [
    'drizzle that sets a level',
    "import { runs } from '../../db/schema/run.ts';\nconst f = (tx) => tx.db.update(runs).set({ ...(a && { level }) })",
    'decides the level',
  ],
  [
    'drizzle that makes ready',
    "import { runs } from '../../db/schema/run.ts';\nconst f = (tx) => tx.db.update(runs).set({ status: 'READY' }).where(x)",
    'ready',
  ],
  [
    'drizzle that sets what cannot be told',
    "import { runs } from '../../db/schema/run.ts';\nconst f = (tx, values) => tx.db.update(runs).set(values)",
    'cannot be told',
  ],
  ['a use of the statement', "import { insertRun } from '../run/queries.ts';", 'lib/run/start.ts alone'],
  ['the same by another name', "import { insertRun as f } from '../run/queries.ts';", 'lib/run/start.ts alone'],
  ['the same as a page does', "import { insertRun } from '@/lib/run/queries.ts';", 'lib/run/start.ts alone'],
  ['all of its file', "import * as all from '../run/queries.ts';", 'hides who starts'],
  ['all of its file, later', "const f = () => import('../run/queries.ts');", 'hides who starts'],
  ['handing it on', "export { insertRun } from '../run/queries.ts';", 'hands insertRun on'],
  ['handing all on', "export * from '../run-restart/queries.ts';", 'hides who starts'],
  ['a metamorph of its own', "import { metamorphRun } from '../run-restart/queries.ts';", 'metamorph.ts alone'],
  ['a claimed proof', 'const proof = {} as unknown as AuthorizedStart;', 'claims a proof'],
  ['a proof claimed in passing', 'f(tx, { ...start, level } as Readonly<AuthorizedStart>);', 'claims a proof'],
];

test.each(OUT_OF_PLACE)('%s is found', (_what, source, problem) => {
  const found = problemsOf('lib/somewhere/queries.ts', source);
  expect(found).not.toEqual([]);
  for (const one of found) expect(one).toContain(problem);
});

test.each([
  ["const f = `UPDATE runs SET status = CASE status WHEN 'READY' THEN 'ABORTED' ELSE status END WHERE level = $2`"],
  ["const f = `SELECT * FROM runs WHERE status = 'READY' AND level = 'FULL_PERMISSIONS'`"],
  ["const f = `UPDATE resources SET created_by_level = 'X' WHERE kind = 'run'`"],
  ['const f = `INSERT INTO runs_of_somebody VALUES (1)`'],
  ["import { insertRunner } from '../run/queries.ts';"],
])('what starts nothing is let be: %s', (source) => {
  expect(problemsOf('lib/somewhere/queries.ts', source)).toEqual([]);
});

test('a trigger that enters a run is found', () => {
  expect(problemsOf('db/migrations/0009_more.sql', 'BEGIN INSERT INTO "runs" ("id") VALUES (NEW.id); END')).toEqual([
    'db/migrations/0009_more.sql: enters a run',
  ]);
});

const START = 'lib/run/start.ts';
const RESURRECT = 'lib/run-restart/resurrect.ts';
const CHANGED: [what: string, file: string, from: string | RegExp, to: string, problem: string][] = [
  ['asks no gate', START, 'await authorizeStart(', 'await gateOfMyOwn(', 'without a proof'],
  [
    'asks it in another transaction',
    START,
    'options.forcePermissionLevel, tx)',
    'options.forcePermissionLevel, other)',
    'without',
  ],
  ['inserts in another transaction', START, 'insertRun(tx,', 'insertRun(other,', 'another transaction'],
  ['inserts outside of one', START, 'await transaction(', 'await atOnce(', 'outside of a transaction'],
  [
    'keeps an answer to change it',
    START,
    'const gate = await authorizeStart',
    'let gate = await authorizeStart',
    'without a proof',
  ],
  ['changes what the gate said', START, 'insertRun(tx, gate,', 'insertRun(tx, { ...gate, level },', 'without a proof'],
  ['lends the statement', START, 'await insertRun(', 'await lend(insertRun)(', 'passes insertRun around'],
  ['resurrects without the gate', RESURRECT, 'await authorizeStart(', 'await authorize(', 'without a proof'],
];

test.each(CHANGED)('a start that %s is found', (_what, file, from, to, problem) => {
  const text = sourceOf(file);
  expect(problemsOf(file, text)).toEqual([]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(problemsOf(file, changed).join('\n')).toContain(problem);
});

test('a starter that takes something looser than the proof is found', () => {
  const file = 'lib/run/queries.ts';
  const text = sourceOf(file).replace(
    'start: AuthorizedStart,',
    'start: Pick<AuthorizedStart, keyof AuthorizedStart>,',
  );
  expect(problemsOf(file, text)).toEqual([`${file} insertRun: takes no proof of the gate`]);
});

test('the list holds nothing that is not there', () => {
  const known = STARTERS.map(({ at }) => at);
  expect(startProblems([], STARTERS)).toEqual(
    known.map((at) => `${at}: is in the list of what starts runs, and does not`),
  );
  expect(sourceOf(GATE)).toContain('as AuthorizedStart');
});
