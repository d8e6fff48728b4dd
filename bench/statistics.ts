/** Interleaved rounds and medians, which a shared machine's moods cannot bend much. */

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (lower + upper) / 2;
}

/**
 * Runs all subjects once in each round, in an order that turns with the round, so that none of them always follows another. The first
 * round warms up and is dropped. Gives each subject's samples, by round.
 */
export async function interleaved<Name extends string, Sample>(
  rounds: number,
  subjects: Record<Name, () => Sample | Promise<Sample>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(subjects) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + 1) % names.length];
      if (name === undefined) continue;
      const sample = await subjects[name]();
      if (round >= 0) samples[name].push(sample);
    }
  }
  return samples;
}

/** The median over the rounds of `of` beside `beside` in the same round. */
export function medianRatio(of: readonly number[], beside: readonly number[]): number {
  return median(of.map((value, round) => value / (beside[round] ?? Number.NaN)));
}
