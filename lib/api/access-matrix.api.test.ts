/**
 * Every principal × kind × general access × address × route, over HTTP, against an oracle that shares no code with the product.
 *
 * What reads or is refused changes nothing and is asked side by side. What is permitted to change a storage is asked one after the other,
 * and the storage is put back after each.
 */
import { expect, test } from 'vitest';
import { keepStorage } from '../testing/arrange.ts';
import { askAll, isChange } from '../testing/matrix/ask.ts';
import type { Target } from '../testing/matrix/cell.ts';
import { missingVerbCells, otherCells } from '../testing/matrix/other-cells.ts';
import { storageCells } from '../testing/matrix/storage-cells.ts';
import { makeWorld } from '../testing/matrix/world.ts';
import { serveApi } from '../testing/world.ts';
import { ROUTES } from './route.ts';

serveApi();

test('every principal gets what the access rules say, at every address and route', { timeout: 900_000 }, async () => {
  const world = await makeWorld();
  const cells = [...storageCells(world), ...otherCells(world), ...missingVerbCells(world, ROUTES)];

  const mismatches = await askAll(
    cells.filter((cell) => !isChange(cell)),
    16,
  );
  const { whole = [], ofOne = [] } = Object.groupBy(cells.filter(isChange), ({ target }) =>
    target ? 'ofOne' : 'whole',
  );
  mismatches.push(...(await askAll(whole, 1)));
  const rest = Map.groupBy(ofOne, ({ target }) => target).entries();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const [target, changing] of rest) {
        const { kind, id } = target as Target;
        const putBack = await keepStorage(kind, id);
        for (const cell of changing) {
          mismatches.push(...(await askAll([cell], 1)));
          await putBack();
        }
      }
    }),
  );
  console.info(`access matrix: ${cells.length} cells, ${mismatches.length} mismatches`);
  expect(mismatches.slice(0, 50)).toEqual([]);
  expect(cells.length).toBeGreaterThan(50_000);
});
