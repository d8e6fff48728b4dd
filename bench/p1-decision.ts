import { decideResource } from '../lib/authorization/decide.ts';
import { atLeast, type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import { makeCaslDecision, makeCaslExplanation } from './decision/casl.ts';
import { makeCedarDecision, prepareCedar } from './decision/cedar.ts';
import { type Cell, makeCells } from './decision/cells.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

/** Distinct facts, so that neither caches nor the branch predictor know them by heart. */
const CELL_COUNT = 1_080;
const LIMIT_NANOS = 100;

/** One decision with its reasons, beside CASL and Cedar deciding the same cells. */
export const decision: Benchmark = {
  id: 'P1',
  title: 'a decision with its reasons',
  how: `${CELL_COUNT} cells of 27 sorts (owner, grantee, stranger, anonymous, signed link, scoped token, on open and restricted
datasets) are decided over loaded facts, in CPU time of the process, collecting garbage included. Before anything is timed, all three
engines must give the documented answer in every cell. CASL has its ability made beforehand and says yes or no only, without reasons;
Cedar has its policies parsed and runs without a schema. Both get attributes that are worked out already.`,
  run: ({ sizes }) => run(sizes.rounds),
};

async function run(rounds: number): Promise<Row[]> {
  prepareCedar();
  const cells = makeCells(CELL_COUNT);
  const casl = cells.map(makeCaslDecision);
  const explained = cells.map(makeCaslExplanation);
  const cedar = cells.map(makeCedarDecision);
  for (const [n, cell] of cells.entries()) {
    const decide = { ours: decideOurs(cell), casl: casl[n], explained: explained[n], cedar: cedar[n] };
    assertAgreement(cell, decide);
  }

  const expected = cells.filter((cell) => cell.permitted).length;
  const nanos = await interleaved(rounds, {
    ours: () => cpuNanos(500, () => countOurs(cells), expected),
    casl: () => cpuNanos(10, () => countPeers(casl), expected),
    explained: () => cpuNanos(10, () => countPeers(explained), expected),
    cedar: () => cpuNanos(1, () => countPeers(cedar), expected),
  });
  const ours = median(nanos.ours);
  const beside = (peer: number[]) => `${group(median(peer))} ns beside ${group(ours)} ns`;
  return [
    {
      what: 'a decision with its reasons, CPU',
      measured: `${group(ours)} ns`,
      limit: `≤ ${LIMIT_NANOS} ns`,
      isMet: ours <= LIMIT_NANOS,
      figures: `${group(Math.min(...nanos.ours))}–${group(Math.max(...nanos.ours))} ns`,
    },
    atLeast('CASL 7, cached ability, beside ours', medianRatio(nanos.casl, nanos.ours), 30, beside(nanos.casl)),
    informing(
      'CASL with all its reasons, as ours has them, beside ours',
      times(medianRatio(nanos.explained, nanos.ours)),
      beside(nanos.explained),
    ),
    atLeast(
      'Cedar 4 (wasm), parsed policies, beside ours',
      medianRatio(nanos.cedar, nanos.ours),
      500,
      beside(nanos.cedar),
    ),
  ];
}

const decideOurs =
  ({ asked, facts }: Cell) =>
  () =>
    decideResource(asked, facts).permitted;

function assertAgreement({ name, permitted }: Cell, engines: Record<string, (() => boolean) | undefined>): void {
  for (const [engine, decide] of Object.entries(engines)) {
    const answer = decide?.();
    if (answer !== permitted) throw new Error(`${name}: the answer is ${permitted}, but ${engine} says ${answer}`);
  }
}

function countOurs(cells: readonly Cell[]): number {
  let permits = 0;
  for (const { asked, facts } of cells) {
    const { permitted, because } = decideResource(asked, facts);
    if (permitted && because.length > 0) permits++;
  }
  return permits;
}

function countPeers(decisions: readonly (() => boolean)[]): number {
  let permits = 0;
  for (const decide of decisions) if (decide()) permits++;
  return permits;
}

/** CPU time of one decision, from `passes` over all cells. The count of permits keeps the work from being optimized away. */
function cpuNanos(passes: number, count: () => number, expected: number): number {
  const start = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) if (count() !== expected) throw new Error('Decisions have changed');
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1_000) / (passes * CELL_COUNT);
}
