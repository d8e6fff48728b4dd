/**
 * The start matrix: every door × who asks × level × ownership × what happened before × settings, held against an oracle that shares no code
 * with the product. Of all cells as many are asked as the environment says, chosen so that every two things meet.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { setCeiling } from '../approval/set-ceiling.ts';
import { askStart, cellsIn, expectedOf, STANDINGS, type StartCell } from '../testing/matrix/start-cells.ts';
import { makeStartWorld } from '../testing/matrix/start-world.ts';
import { runCount } from '../testing/scale.ts';
import { type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 7_200_000 });

/** How many standings are tried, and how many starts in each; `all` of both by START_STANDINGS=540 START_CELLS=1000. */
const STANDINGS_TRIED = runCount('START_STANDINGS', 110);
const CELLS_TRIED = runCount('START_CELLS', 10);

let dev: Person;
beforeAll(async () => {
  dev = await person('dev');
});

/** Numbers that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = numbers(20_260);

function some<T>(all: readonly T[], count: number): T[] {
  const rest = [...all];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return chosen;
}

/** Some of the cells of a standing, with as many of each caller and each outcome as of any other. */
function someOf(cells: readonly StartCell[], count: number): StartCell[] {
  const kindOf = (cell: StartCell) => `${cell.caller} ${expectedOf(cell)}`;
  const groups = [...Map.groupBy(some(cells, cells.length), kindOf).values()];
  const inTurn = cells.flatMap((_, n) => some(groups, groups.length).flatMap((group) => group[n] ?? []));
  return inTurn.slice(0, count);
}

const traitsOf = (cell: StartCell): string[] => {
  const { deeds, ...rest } = cell;
  return [...Object.entries(rest), ['deeds', deeds.join()]].map(([name, value]) => `${name} ${value}`);
};
const pairOf = (one: string, other: string) => [one, other].sort().join(' & ');
function pairsIn(cells: readonly StartCell[]): Set<string> {
  const traits = cells.map(traitsOf);
  return new Set(traits.flatMap((all) => all.flatMap((one, n) => all.slice(n + 1).map((other) => pairOf(one, other)))));
}

/** What is asked does not depend on how things stand: any start can be asked for in any standing. */
function possiblePairs(): Set<string> {
  const [standing] = STANDINGS;
  if (!standing) throw new Error('There are no standings');
  const inOne = cellsIn(standing);
  const [cell] = inOne;
  if (!cell) throw new Error('There are no cells');
  const ofStandings = STANDINGS.map((one) => ({ ...cell, ...one }));
  const met = new Set([...pairsIn(inOne), ...pairsIn(ofStandings)]);
  const names = new Set(Object.keys(standing));
  const isOfStanding = (trait: string) => names.has(trait.split(' ')[0] ?? '');
  const traits = new Set([...inOne, ...ofStandings].flatMap(traitsOf));
  for (const one of traits) {
    for (const other of traits) if (isOfStanding(one) && !isOfStanding(other)) met.add(pairOf(one, other));
  }
  return met;
}

test('what comes of a start is what the access rules say', async () => {
  const planned = some(STANDINGS, STANDINGS_TRIED).map((standing) => ({
    standing,
    cells: someOf(cellsIn(standing), CELLS_TRIED),
  }));
  const possible = possiblePairs();
  const asked = pairsIn(planned.flatMap(({ cells }) => cells));
  const missing = new Set([...possible].filter((pair) => !asked.has(pair)));
  // What chance has left out.
  for (const standing of missing.size > 0 ? STANDINGS : []) {
    const cells = cellsIn(standing).filter((cell) => {
      const met = [...pairsIn([cell])].filter((pair) => missing.delete(pair));
      return met.length > 0;
    });
    if (cells.length > 0) planned.push({ standing, cells });
  }
  expect([...missing]).toEqual([]);
  const all = planned.flatMap(({ cells }) => cells);

  const mismatches: string[] = [];
  const rest = planned.values();
  const work = async () => {
    for (const { standing, cells } of rest) {
      const world = await makeStartWorld(dev, standing);
      const askAll = async (alwaysLimited: boolean) => {
        for (const cell of cells.filter((one) => one.alwaysLimited === alwaysLimited)) {
          const mismatch = await askStart(world, cell);
          if (mismatch) mismatches.push(mismatch);
        }
      };
      await askAll(false);
      await setCeiling(world.person.session, { by: 'id', id: world.actor.actorId }, true);
      await askAll(true);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  const outcomes = [...Map.groupBy(all, expectedOf)];
  const counts = outcomes.map(([outcome, { length }]) => `${outcome} ${length}`).join(', ');
  const ofAll = STANDINGS.reduce((sum, standing) => sum + cellsIn(standing).length, 0);
  console.info(
    `start matrix: ${all.length} cells of ${ofAll}, all ${possible.size} pairs, ${mismatches.length} mismatches (${counts})`,
  );
  expect(mismatches.slice(0, 50)).toEqual([]);
  expect(outcomes.length).toBe(6);
});
