/** Shows rows on the terminal and writes the report. */
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../bin/processes.ts';
import type { Benchmark, Row } from './benchmark.ts';

const NOT_MEASURED = [['P11', "the Console's JavaScript and steadiness", 'needs a browser: see the browser tests']];

const met = ({ isMet }: Row) => (isMet === null ? '' : isMet ? 'yes' : '**no**');

export function printRows(id: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const verdict = row.isMet === null ? ' ' : row.isMet ? '✓' : '✗';
    console.log(
      `${verdict} ${id.padEnd(3)} ${row.measured.padStart(10)} ${row.limit.padEnd(12)} ${row.what}  [${row.figures}]`,
    );
  }
}

/** Writes docs/benchmarks.md. */
export async function saveReport(
  results: readonly { benchmark: Benchmark; rows: readonly Row[] }[],
  about: { postgres: string; rounds: number },
): Promise<void> {
  const tableRows = results.flatMap(({ benchmark, rows }) =>
    rows.map((row) => [benchmark.id, row.what, row.measured, row.limit, met(row), row.figures]),
  );
  const text = [
    '# Benchmarks',
    `What \`npm run bench\` measured. Every figure of the column *measured* is a ratio of two things measured side by side in one run, in
interleaved rounds: the median of the rounds' ratios, or, where a limit is absolute, the median of the rounds. The figures in the last
column are medians too and hold for this machine only.`,
    `Machine: ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}); Node ${process.versions.node},
PostgreSQL ${about.postgres} as \`npm start\` sets it up, on a Unix socket. ${about.rounds} rounds of each.`,
    table(['goal', 'what', 'measured', 'limit', 'met', 'figures of this machine'], tableRows),
    '## How each is measured',
    ...results.map(({ benchmark }) => `**${benchmark.id}, ${benchmark.title}.** ${benchmark.how}`),
    '## Not measured here',
    table(['goal', 'what', 'why'], NOT_MEASURED),
  ].join('\n\n');
  mkdirSync(path.join(root, 'docs'), { recursive: true });
  writeFileSync(path.join(root, 'docs', 'benchmarks.md'), `${text}\n`);
  console.log('Saved docs/benchmarks.md');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
