import { describe, expect, it } from 'vitest';
import { unwindBatches } from './unwind-batches.ts';

async function* source(...texts: string[]) {
  yield texts;
}

const nothing = async () => {};

async function collect(batches: AsyncIterable<string[]>): Promise<string[][]> {
  const all: string[][] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('unwindBatches', () => {
  it('passes on what items become, in order and in batches of a quarter of a megabyte', async () => {
    const long = 'x'.repeat(100_000);
    const twice = (text: string) => [`${text}1${long}`, null, `${text}2${long}`];
    const batches = await collect(unwindBatches(source('a', 'b'), twice, nothing));
    expect(batches.map((batch) => batch.map((text) => text.slice(0, 2)))).toEqual([['a1', 'a2', 'b1'], ['b2']]);
  });

  it('looks up while it is at work, even when nothing comes out, and ends when it is told to', async () => {
    let steps = 0;
    const endless = function* (): Generator<null> {
      for (;;) {
        steps++;
        yield null;
      }
    };
    let looks = 0;
    const look = async () => {
      if (++looks === 3) throw new Error('enough');
    };
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await expect(collect(unwindBatches(source('a'), endless, look))).rejects.toThrow('enough');
    clearInterval(timer);
    expect(steps).toBeGreaterThan(3);
    expect(ticks).toBeGreaterThan(0);
  });
});
