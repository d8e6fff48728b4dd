/**
 * The access matrix of Actors, builds, runs, tasks and schedules: every asker, programs of runs among them × every thing × route, over HTTP, against an
 * oracle that shares no code with the product.
 */
import { beforeAll, expect, test } from 'vitest';
import { keepStorage } from '../testing/arrange.ts';
import { askAll, isChange } from '../testing/matrix/ask.ts';
import type { Cell, Target } from '../testing/matrix/cell.ts';
import { jobCells, jobRoutes } from '../testing/matrix/job-cells.ts';
import { forgetSince, keep, nowInDatabase } from '../testing/matrix/keep.ts';
import { OTHER_ROUTES } from '../testing/matrix/other-cells.ts';
import { makeRunWorld, type RunWorld } from '../testing/matrix/run-world.ts';
import { scheduleCells, scheduleRoutes } from '../testing/matrix/schedule-cells.ts';
import { STORAGE_ROUTES, storageCells } from '../testing/matrix/storage-cells.ts';
import { taskCells, taskRoutes } from '../testing/matrix/task-cells.ts';
import { WEBHOOK_ROUTES, webhookCells } from '../testing/matrix/webhook-cells.ts';
import { serveApi } from '../testing/world.ts';
import { isStorageKind, type ResourceKind } from '../vocabulary.ts';
import { ROUTES } from './route.ts';

serveApi();

let world: RunWorld;
beforeAll(async () => {
  world = await makeRunWorld();
}, 120_000);

test('the matrices know every route and verb of the API', () => {
  const line = (path: string, verbs: readonly string[]) =>
    `${path.replaceAll(/:(actorId|runId|taskId)/g, ':id')} ${[...verbs].sort().join()}`;
  const inMatrix = [
    ...STORAGE_ROUTES,
    ...OTHER_ROUTES,
    ...jobRoutes(world),
    ...taskRoutes(world),
    ...scheduleRoutes(world),
    ...WEBHOOK_ROUTES,
  ].map(([path, verbs]) => line(path, verbs));
  const inApi = ROUTES.map(({ path, verbs }) => line(path, verbs));
  expect(inApi.sort()).toEqual(inMatrix.sort());
});

test('every asker gets what the access rules say, at every Actor, build, run, task, schedule and storage', {
  timeout: 900_000,
}, async () => {
  const { storages: targets, askers, people } = world;
  const cells = [
    ...jobCells(world),
    ...taskCells(world),
    ...scheduleCells(world),
    ...webhookCells(world),
    ...storageCells({ targets, askers, greta: people.greta }),
  ];
  const mismatches = await askAll(
    cells.filter((cell) => !isChange(cell)),
    16,
  );
  const since = await nowInDatabase();
  const groups = Map.groupBy(cells.filter(isChange), ({ target }) => target);
  // One after the other: a change to a run shows in its storages, its lists and the tokens of its program.
  for (const [target, changing] of groups) {
    const putBack = target ? await keeper(target) : null;
    for (const cell of changing) {
      mismatches.push(...(await askAll([cell], 1)));
      if (cell.expected === '201') await forgetSince(since);
      await putBack?.();
    }
  }
  console.info(`access matrix of runs: ${cells.length} cells, ${mismatches.length} mismatches`);
  expect(mismatches.slice(0, 50)).toEqual([]);
  expect(cells.length).toBeGreaterThan(10_000);
});

const keeper = (target: NonNullable<Cell['target']>) =>
  isStorageKind(target.kind as ResourceKind) ? keepStorage((target as Target).kind, target.id) : keep(target);
