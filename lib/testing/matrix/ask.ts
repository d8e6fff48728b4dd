/** Asks the cells of an access matrix over HTTP. */
import { call } from '../world.ts';
import type { Answer, Cell } from './cell.ts';

/** What is wrong with the answer; null if nothing is. */
export async function ask(cell: Cell): Promise<string | null> {
  const answer = await call(cell.path, {
    method: cell.method,
    ...(cell.asker.token !== undefined && { token: cell.asker.token }),
    ...(cell.body !== undefined && { body: JSON.stringify(cell.body) }),
    ...(cell.body !== undefined && cell.isJson && { headers: { 'content-type': 'application/json' } }),
  });
  return problemOf(cell, answer);
}

/** What is wrong with an answer that was asked for; null if nothing is. */
export function problemOf(cell: Cell, answer: Answer): string | null {
  const type = answer.json?.error?.type;
  const expected = cell.method === 'HEAD' ? cell.expected.slice(0, 3) : cell.expected;
  const got = type === undefined ? String(answer.status) : `${answer.status} ${type}`;
  const problem = got === expected ? cell.check?.(answer) : `${got}, not ${expected}`;
  return problem ? `${cell.label} → ${problem}` : null;
}

export async function askAll(cells: Iterable<Cell>, atOnce: number): Promise<string[]> {
  const mismatches: string[] = [];
  const rest = cells[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = rest.next(); !next.done; next = rest.next()) {
        const mismatch = await ask(next.value);
        if (mismatch) mismatches.push(mismatch);
      }
    }),
  );
  return mismatches;
}

/** Whether the answer that is expected means that something has changed. */
export const isChange = ({ method, expected }: Cell) => !['GET', 'HEAD'].includes(method) && expected.startsWith('2');
