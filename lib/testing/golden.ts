/** Tables for people to review, kept in files: a test fails when one changes, and UPDATE_GOLDEN=1 writes them anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Decision } from '../authorization/types.ts';

/** A decision in one cell: a tick or a cross, and the rules that made it so. */
export const shown = ({ permitted, because }: Decision) => [permitted ? '✔' : '✘', ...because].join(' ');

/** Cells in columns, each as wide as its widest. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((cells) => (cells[column] ?? '').length)));
  return all
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function expectGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
