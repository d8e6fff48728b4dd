/**
 * A program that starts every sort of Actor with its own token, run by a worker in a process of its own, with limited and with full
 * permissions, in an account that asks for approval and in one that does not. What comes of it is held against the oracle of starts.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { answerOf, type Director, type Stored, startDirector } from '../testing/acting.ts';
import type { Cell } from '../testing/matrix/cell.ts';
import {
  expectedOf,
  isLevel,
  labelOf,
  problemOfRefusal,
  STANDINGS,
  type StartCell,
} from '../testing/matrix/start-cells.ts';
import { forgetRuns, levelOf, makeStartWorld, type StartWorld } from '../testing/matrix/start-world.ts';
import { testProgram } from '../testing/run-program.ts';
import { makeActor, started } from '../testing/starts.ts';
import { logOf, workersOfFile } from '../testing/workers.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
const startWorker = workersOfFile();
const program = testProgram();

let director: Director;
let builtId: string;
let dev: Person;
beforeAll(async () => {
  director = await startDirector();
  builtId = (await program.build(director.files)).buildId;
  dev = await person('dev');
  // What the program starts waits while it runs itself.
  startWorker({ DATA_DIR: program.dataDir, WORKER_MAX_RUNS: '1', WORKER_LEASE_SECS: '30' });
});
afterAll(() => director.close());

interface Asked extends StartCell {
  world: StartWorld;
  path: string;
}

/** One in so many standings, over all of them. */
const ONE_IN = 9;

async function askedOf(of: Person, caller: 'limited run' | 'full run', skips: boolean): Promise<Asked[]> {
  const standings = STANDINGS.filter((one) => one.skips === skips).filter((_, n) => n % ONE_IN === (skips ? 4 : 2));
  const asked: Asked[] = [];
  for (const [n, standing] of standings.entries()) {
    const world = await makeStartWorld(dev, standing, of);
    const alwaysLimited = n % 3 === 0;
    if (alwaysLimited) await setCeiling(of.session, { by: 'id', id: world.actor.actorId }, true);
    for (const asks of [null, 'limited', 'full'] as const) {
      const path = `/v2/actors/${world.actor.actorId}/runs${asks ? `?forcePermissionLevel=${levelOf(asks)}` : ''}`;
      asked.push({ ...standing, alwaysLimited, caller, door: 'runs', asks, world, path });
    }
  }
  return asked;
}

async function* batchesOf(asked: readonly Asked[], by: Person): AsyncGenerator<Cell[]> {
  for (let at = 0; at < asked.length; at += 8) {
    yield asked.slice(at, at + 8).map((one) => ({
      ...{ label: labelOf(one), method: 'POST', path: one.path, expected: '', target: null },
      asker: { name: one.caller, account: by },
    }));
  }
}

const cases: ['limited' | 'full', skips: boolean][] = [
  ['limited', false],
  ['full', false],
  ['limited', true],
  ['full', true],
];

test.each(cases)(
  'a run with %s permissions starts what the access rules let it (skipping approval: %s)',
  async (level, skips) => {
    const rita = await person('rita');
    const acting = await makeActor(rita, { level: levelOf(level) });
    await pool().query(
      `UPDATE builds b SET engine = p.engine, blob_id = p.blob_id, product_bytes = p.product_bytes FROM builds p WHERE p.id = $1 AND b.id = $2`,
      [builtId, acting.buildId],
    );
    const asked = await askedOf(rita, `${level} run`, skips);
    director.direct(batchesOf(asked, rita));
    const { id } = await started(rita, acting);
    const row = await program.finished(id, 150_000);
    expect(row, await logOf(id)).toMatchObject({ status: 'SUCCEEDED', level: levelOf(level) });

    const answers: Stored[] = (await call(`/v2/datasets/${row.defaultDatasetId}/items`, { token: rita.token })).json;
    expect(answers.map(({ request }) => request.path)).toEqual(asked.map(({ path }) => path));
    const { rows: below } = await pool().query('SELECT id, level, actor_id FROM runs WHERE $1 = ANY (ancestor_ids)', [
      id,
    ]);
    await forgetRuns(below.map((run) => run.id));
    const problems = asked.flatMap((one, n) => {
      const stored = answers[n];
      if (!stored) return [];
      const { status, json } = answerOf(stored);
      const expected = expectedOf(one);
      const run = below.find((each) => each.id === json?.data?.id);
      const wanted = isLevel(expected) ? levelOf(expected) : null;
      const problem = wanted
        ? status === 201 && run?.level === wanted && run.actor_id === one.world.actor.actorId
          ? null
          : `${status} ${run?.level}`
        : problemOfRefusal({ status, body: json }, expected, one.world);
      return problem ? [`${labelOf(one)} → ${problem}, not ${expected}`] : [];
    });
    console.info(`starts by a ${level} run: ${asked.length}, ${below.length} started, ${problems.length} mismatches`);
    expect(problems).toEqual([]);
    const permitted = asked.filter((one) => isLevel(expectedOf(one)));
    expect(below).toHaveLength(permitted.length);
    expect(permitted.length).toBeGreaterThan(10);
    if (level === 'limited') expect(below.filter((run) => run.level !== 'LIMITED_PERMISSIONS')).toEqual([]);
  },
);
