/**
 * `npm start`: the whole product, or one role of it, in the foreground until Ctrl-C.
 */
import fs from 'node:fs';
import { Command, Option } from 'commander';
import { EmbeddedDatabaseError } from '../db/embedded/error.ts';
import { type Env, EnvError, env, secretKey } from '../lib/env.ts';
import type { RoleName } from './roles.ts';
import { StartError } from './start-error.ts';
import { Supervisor } from './supervisor.ts';

type Flags = { dev: boolean; demo: boolean; role: RoleName | 'all' };

const flags = new Command('npm start --')
  .description('Starts Gatehouse: the Console, the API, a worker and, unless DATABASE_URL is set, a database.')
  .option('--dev', 'recompile the Console as its sources change', false)
  .option('--demo', 'fill an empty instance with people and data to try things with', false)
  .addOption(
    new Option('--role <role>', 'start one role only').choices(['console', 'api', 'worker', 'all']).default('all'),
  )
  .parse()
  .opts<Flags>();

let supervisor: Supervisor | undefined;

// A Ctrl-C arrives more than once: from the terminal, from npm, from the process that started us. The first one counts.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutDown(0));

try {
  const settings = readSettings();
  supervisor = new Supervisor({ env: settings, role: flags.role, isDev: flags.dev, isDemo: flags.demo });
  await supervisor.start();
} catch (error) {
  if (!supervisor?.isStopping) {
    console.error(isExpected(error) ? error.message : error);
    await shutDown(1);
  }
}

/** Reads the settings, and makes the data directory and the key in it before any role would. */
function readSettings(): Env {
  const settings = env();
  fs.mkdirSync(settings.dataDir, { recursive: true, mode: 0o711 });
  secretKey();
  return settings;
}

function isExpected(error: unknown): error is Error {
  return [EnvError, StartError, EmbeddedDatabaseError].some((kind) => error instanceof kind);
}

async function shutDown(exitCode: number): Promise<void> {
  await supervisor?.stop();
  process.exit(exitCode);
}
