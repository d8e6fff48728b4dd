/**
 * A program that tries everything with its own token, run by a worker in a process of its own: every route, on everything there is, first
 * with limited and then with full permissions. What it was answered is held against the same oracle as the access matrices.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { getRunUse } from '../run/get-use.ts';
import { answerOf, type Director, type Stored, startDirector } from '../testing/acting.ts';
import { keepStorage } from '../testing/arrange.ts';
import { isChange, problemOf } from '../testing/matrix/ask.ts';
import { type Asker, type Cell, STATUS, type Target } from '../testing/matrix/cell.ts';
import { jobCells } from '../testing/matrix/job-cells.ts';
import { forgetSince, keep, nowInDatabase } from '../testing/matrix/keep.ts';
import { otherCells } from '../testing/matrix/other-cells.ts';
import { makeRunWorld, type RunJob, type RunWorld } from '../testing/matrix/run-world.ts';
import { storageCells } from '../testing/matrix/storage-cells.ts';
import { testProgram } from '../testing/run-program.ts';
import { runCount } from '../testing/scale.ts';
import { logOf, workersOfFile } from '../testing/workers.ts';
import { call, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { isStorageKind, type ResourceKind, STORAGE_KINDS } from '../vocabulary.ts';

serveApi();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
const startWorker = workersOfFile();
const program = testProgram();

let world: RunWorld;
let director: Director;

beforeAll(async () => {
  director = await startDirector();
  const { buildId } = await program.build(director.files);
  world = await makeRunWorld();
  await pool().query(
    `UPDATE builds b SET engine = p.engine, blob_id = p.blob_id, product_bytes = p.product_bytes FROM builds p
     WHERE p.id = $1 AND b.id = ANY ($2)`,
    [buildId, world.builds.map(({ id }) => id)],
  );
  // What the program starts waits while it runs itself.
  startWorker({ DATA_DIR: program.dataDir, WORKER_MAX_RUNS: '1', WORKER_LEASE_SECS: '30' });
});
afterAll(() => director.close());

test.each(['the run, limited', 'a full run'])('%s: its program gets what the access rules say', async (name) => {
  const asker = world.askers.find((one) => one.name === name);
  const run = world.runs.find(({ id }) => id === asker?.run?.id);
  if (!asker || !run) throw new Error(`There is no asker "${name}"`);
  const cells = cellsFor(asker, run);
  director.direct(batchesOf(cells, run));
  await handToWorkers(run);
  const row = await program.finished(run.id, 150_000);
  expect(row, await logOf(run.id)).toMatchObject({ status: 'SUCCEEDED', exitCode: 0 });
  run.isRunning = false;

  const items = await call(`/v2/datasets/${row.defaultDatasetId}/items`, { token: world.people.rita.token });
  const answers: Stored[] = items.json;
  expect(answers.map(({ request }) => request)).toEqual(cells.map(({ method, path }) => ({ method, path })));
  const mismatches = cells.flatMap((cell, n) => {
    const stored = answers[n];
    const problem = stored && problemOf(cell, answerOf(stored));
    return problem ? [`${problem}`] : [];
  });
  console.info(`${name}: ${cells.length} cells, ${mismatches.length} mismatches`);
  expect(mismatches.slice(0, 50)).toEqual([]);
  expect(cells.length).toBeGreaterThan(500);

  await flushUsage();
  const { level, refusals } = await getRunUse(world.people.rita.session, { by: 'id', id: run.id });
  expect(level).toBe(run.level === 'limited' ? 'LIMITED_PERMISSIONS' : 'FULL_PERMISSIONS');
  const refused = cells.filter(({ expected }) => expected === STATUS.refused);
  expect(refused.length).toBeGreaterThan(run.level === 'limited' ? 200 : 20);
  // Calls that are alike are listed once.
  const subjects = new Set(refusals.map(({ subject }) => subject));
  const unlisted = refused.filter(({ target, path }) => target && path.includes(target.id) && !subjects.has(target.id));
  expect(unlisted.map(({ label }) => label)).toEqual([]);
});

/** Everything that can be asked of everything, what reads first; what would end the program itself is left out. */
function cellsFor(asker: Asker, run: RunJob): Cell[] {
  const { storages: targets, people } = world;
  const askers = [{ ...asker, mayCreate: STORAGE_KINDS }];
  const dora = { id: 'NobodyHere0000002', username: 'nobody' };
  const cells = [
    ...jobCells({ ...world, askers }),
    ...storageCells({ targets, askers, greta: people.greta }),
    ...otherCells({ askers, targets, olga: people.greta, dora }),
  ];
  const endsItself = (cell: Cell) =>
    cell.target === run && isChange(cell) && /\/(abort|reboot|metamorph)(\?|$)/.test(cell.path);
  return fewerChanges(cells.filter((cell) => !endsItself(cell)));
}

/** Of changes that are put in the same way about different things, as many as the environment asks for, from all over the world. */
const CHANGES_ALIKE = runCount('EVERYTHING_CHANGES', 4);

function fewerChanges(cells: readonly Cell[]): Cell[] {
  const alike = ({ method, path, body }: Cell) =>
    `${method} ${path} ${JSON.stringify(body)}`.replaceAll(/[a-zA-Z0-9]{17}/g, ':id');
  const chosen = [...Map.groupBy(cells.filter(isChange), alike).values()].flatMap((group) =>
    group.filter((_, n) => n % Math.ceil(group.length / CHANGES_ALIKE) === 0),
  );
  return [...cells.filter((cell) => !isChange(cell)), ...chosen];
}

/** What reads, some at once; then each change by itself, with everything as it was before. */
async function* batchesOf(cells: readonly Cell[], run: RunJob): AsyncGenerator<Cell[]> {
  const AT_ONCE = 12;
  const reading = cells.filter((cell) => !isChange(cell));
  for (let at = 0; at < reading.length; at += AT_ONCE) yield reading.slice(at, at + AT_ONCE);
  const since = await nowInDatabase();
  for (const cell of cells.filter(isChange)) {
    const { target } = cell;
    const putBack = target && (await keeper(target, run));
    yield [cell];
    if (cell.expected === '201') await forgetSince(since);
    await putBack?.();
  }
}

async function keeper(target: NonNullable<Cell['target']>, run: RunJob): Promise<() => Promise<void>> {
  if (isStorageKind(target.kind as ResourceKind)) return keepStorage((target as Target).kind, target.id);
  if (target !== run) return keep(target);
  // Of the run itself its worker writes at the same time.
  return async () => {
    await pool().query('UPDATE resources SET general_access = $2 WHERE id = $1', [run.id, run.setting]);
  };
}

/** Lets a worker take over a run that the world holds. */
async function handToWorkers({ id }: RunJob): Promise<void> {
  await pool().query(`UPDATE runs SET status = 'READY', token_digest = NULL, worker_id = NULL WHERE id = $1`, [id]);
  await pool().query(`SELECT pg_notify('gatehouse_run', $1)`, [id]);
}
