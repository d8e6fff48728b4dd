/**
 * Every principal × kind × general access × address × route, over HTTP, against an oracle that shares no code with the product.
 *
 * What reads or is refused changes nothing and is asked side by side. What is permitted to change a storage is asked one after the other,
 * and the storage is put back after each.
 */
import { expect, test } from 'vitest';
import { keepStorage } from '../testing/arrange.ts';
import type { Cell } from '../testing/matrix/cell.ts';
import { missingVerbCells, OTHER_ROUTES, otherCells } from '../testing/matrix/other-cells.ts';
import { STORAGE_ROUTES, storageCells } from '../testing/matrix/storage-cells.ts';
import { makeWorld } from '../testing/matrix/world.ts';
import { call, serveApi } from '../testing/world.ts';
import { ROUTES } from './route.ts';

serveApi();

async function ask(cell: Cell): Promise<string | null> {
  const answer = await call(cell.path, {
    method: cell.method,
    ...(cell.asker.token !== undefined && { token: cell.asker.token }),
    ...(cell.body !== undefined && { body: JSON.stringify(cell.body) }),
  });
  const type = answer.json?.error?.type;
  const expected = cell.method === 'HEAD' ? cell.expected.slice(0, 3) : cell.expected;
  const got = type === undefined ? String(answer.status) : `${answer.status} ${type}`;
  const problem = got === expected ? cell.check?.(answer) : `${got}, not ${expected}`;
  return problem ? `${cell.label} → ${problem}` : null;
}

async function askAll(cells: readonly Cell[], atOnce: number): Promise<string[]> {
  const mismatches: string[] = [];
  const rest = cells.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const cell of rest) {
        const mismatch = await ask(cell);
        if (mismatch) mismatches.push(mismatch);
      }
    }),
  );
  return mismatches;
}

test('the matrix knows every route and verb of the API', () => {
  const inMatrix = [...STORAGE_ROUTES, ...OTHER_ROUTES].flatMap(([path, verbs]) =>
    verbs.map((verb) => `${verb} ${path}`),
  );
  const inApi = ROUTES.flatMap(({ path, verbs }) => verbs.map((verb) => `${verb} ${path}`));
  expect(inApi.sort()).toEqual(inMatrix.sort());
});

test('every principal gets what the access rules say, at every address and route', { timeout: 900_000 }, async () => {
  const world = await makeWorld();
  const cells = [...storageCells(world), ...otherCells(world), ...missingVerbCells(world, ROUTES)];
  const changes = (cell: Cell) => !['GET', 'HEAD'].includes(cell.method) && cell.expected.startsWith('2');

  const mismatches = await askAll(
    cells.filter((cell) => !changes(cell)),
    16,
  );
  const { whole = [], ofOne = [] } = Object.groupBy(cells.filter(changes), ({ target }) =>
    target ? 'ofOne' : 'whole',
  );
  mismatches.push(...(await askAll(whole, 1)));
  const rest = Map.groupBy(ofOne, ({ target }) => target).entries();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const [target, changing] of rest) {
        const putBack = target ? await keepStorage(target.kind, target.id) : null;
        for (const cell of changing) {
          mismatches.push(...(await askAll([cell], 1)));
          await putBack?.();
        }
      }
    }),
  );
  console.info(`access matrix: ${cells.length} cells, ${mismatches.length} mismatches`);
  expect(mismatches.slice(0, 50)).toEqual([]);
  expect(cells.length).toBeGreaterThan(50_000);
});
