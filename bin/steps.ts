/**
 * The steps of `npm run check` and `npm test`: tools that say yes or no, and test suites whose tests are counted.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { missingFromLock } from './lock-file.ts';
import { recordOutput, root } from './processes.ts';
import { problemsIn } from './start-guard/check.ts';

export type Count = { passed: number; failed: number };

export type Step = { name: string; run: () => Promise<Count> };

/** What `npm run check` runs, the quickest first. It needs no database. */
export const checkSteps: Step[] = [
  tool('format and lint', 'biome', ['check']),
  { name: 'lock file', run: checkLockFile },
  tool('page types', 'next', ['typegen']),
  tool('types', 'tsc', ['--noEmit']),
  tool('lint with types', 'oxlint', ['--type-aware', '--deny-warnings']),
  tool('floors', 'depcruise', ['app', 'bench', 'bin', 'components', 'db', 'e2e', 'lib']),
  { name: 'starts go through the gate', run: checkStarts },
  vitest('unit'),
];

/** A step that passes when the tool ends well. `name`: the program in node_modules/.bin. */
export function tool(title: string, name: string, args: string[]): Step {
  return { name: title, run: async () => ((await runTool(name, args, {})) === 0 ? yes : no) };
}

/** A step that runs one project of vitest.config.ts. `output`: `kept` for one that runs beside another, whose lines it would break. */
export function vitest(project: string, output: Output = 'shown'): Step {
  return { name: `${project} tests`, run: () => countTests(runVitest(project, output), countVitest) };
}

/** A step that runs the tests in a browser. `env`: added to the environment. */
export function playwright(env: Record<string, string>): Step {
  const run = (report: string) =>
    runTool('playwright', ['test', '--reporter=list,json'], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return { name: 'browser tests', run: () => countTests(run, countPlaywright) };
}

/** Runs a step under a heading, and gives its count. */
export async function runStep({ name, run }: Step): Promise<Count> {
  console.log(`\n— ${name}`);
  const count = await run();
  if (count.failed > 0) console.log(`✗ ${name} failed`);
  return count;
}

const yes: Count = { passed: 1, failed: 0 };
const no: Count = { passed: 0, failed: 1 };

async function checkLockFile(): Promise<Count> {
  const missing = missingFromLock(JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
  for (const name of missing) console.log(`package-lock.json has no entry for ${name}: npm ci would fail`);
  return missing.length === 0 ? yes : no;
}

async function checkStarts(): Promise<Count> {
  const problems = problemsIn(root);
  for (const problem of problems) console.log(problem);
  return problems.length === 0 ? yes : no;
}

function runVitest(project: string, output: Output) {
  return (report: string) =>
    runTool(
      'vitest',
      ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      {},
      output,
    );
}

/**
 * Counts a suite's tests from the report it writes. A suite that fails without a failed test, as when a file cannot be loaded, or that ran
 * no test at all, counts as one failure.
 */
async function countTests(run: (report: string) => Promise<number>, read: (report: unknown) => Count): Promise<Count> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const code = await run(report);
    const count = fs.existsSync(report) ? read(JSON.parse(fs.readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 };
    if (count.passed + count.failed === 0) console.log('No tests ran.');
    const isSound = count.failed > 0 || (code === 0 && count.passed > 0);
    return isSound ? count : { ...count, failed: 1 };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function countVitest(report: unknown): Count {
  const { numPassedTests, numFailedTests } = report as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
}

/** A test that passed only when tried again counts as passed, as Playwright itself counts it. */
function countPlaywright(report: unknown): Count {
  const { stats } = report as { stats: { expected: number; flaky: number; unexpected: number } };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** Whether a program's output is shown as it comes, or kept and shown when it has ended. */
type Output = 'shown' | 'kept';

/** Runs a program of node_modules/.bin; gives its exit code. */
function runTool(name: string, args: string[], env: Record<string, string>, output: Output = 'shown'): Promise<number> {
  const folder = path.join(root, 'node_modules', '.bin');
  // The tools find Node by PATH: it must be the one that runs us.
  const PATH = [path.dirname(process.execPath), folder, process.env.PATH].join(path.delimiter);
  const child = spawn(path.join(folder, name), args, {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env, PATH },
    stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const kept = output === 'kept' ? recordOutput(child, 2_000_000) : () => '';
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (output === 'kept') console.log(kept());
      resolve(code ?? 1);
    });
  });
}
