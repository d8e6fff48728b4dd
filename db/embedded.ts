/**
 * The embedded database: a real PostgreSQL out of an npm package, so that a fresh machine needs nothing installed.
 *
 * It listens on a Unix socket only, in a folder open to its owner only, and trusts whoever can enter there: no port, no password.
 * It lives as long as the process that started it, even when that one is killed at once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { embeddedSocketDir } from '../lib/env.ts';
import { findBinaries } from './embedded/binaries.ts';
import { EmbeddedDatabaseError } from './embedded/error.ts';
import { type DatabaseUser, openHome, openSocketDir } from './embedded/home.ts';
import { commandLine, readText, takeLock } from './embedded/lock.ts';

export type EmbeddedDatabase = {
  url: string;
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Ends all connections and the server, and waits for that. */
  stop(): Promise<void>;
};

/** Recovery after a power cut replays at most 1 GB of log, which a slow disk does within this. */
const START_LIMIT_MILLIS = 300_000;
const STOP_LIMIT_MILLIS = 20_000;

const SETTINGS = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '64MB',
  wal_compression: 'on',
  // Our statements are short; compiling them would cost more than it gives.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  // One file for each day of the week, written over a week later.
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
};

/**
 * Starts the embedded database, makes it at the first time, and resolves when it answers queries.
 * `dataDir`: absolute path; the files go to `<dataDir>/postgres`. `log` is given one line at a time.
 * Throws `EmbeddedDatabaseError`, also when another living process runs the database of this folder.
 */
export async function startEmbeddedDatabase(options: {
  dataDir: string;
  log?: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  const { dataDir, log = () => {} } = options;
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const { home, user } = openHome(dataDir, log);
  const release = takeLock(path.join(home, 'launcher.lock'));
  try {
    const data = path.join(home, 'data');
    const { initdb, postgres } = findBinaries(home, user);
    await stopOrphan(data, log);
    if (!fs.existsSync(data)) await createCluster(initdb, home, data, user, log);
    const server = launch(postgres, data, openSocketDir(dataDir, user), user);
    void server.exited.then(release);
    const url = embeddedUrl(dataDir);
    await untilServing(server, url);
    return { url, exited: server.exited, stop: () => stop(server) };
  } catch (error) {
    release();
    throw error;
  }
}

/** Whether the embedded database of this data directory accepts connections, whoever started it. */
export function isEmbeddedDatabaseRunning(dataDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path.join(embeddedSocketDir(dataDir), '.s.PGSQL.5432'));
    const answer = (isRunning: boolean) => {
      socket.destroy();
      resolve(isRunning);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

function embeddedUrl(dataDir: string): string {
  return `postgresql://gatehouse@localhost/postgres?host=${encodeURIComponent(embeddedSocketDir(dataDir))}`;
}

/**
 * Stops a server whose launcher is gone but which still holds the data.
 * It ends by itself a moment after its launcher; this waits for that, and helps when something stands in its way.
 */
async function stopOrphan(data: string, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = Number(readText(pidFile)?.split('\n')[0]);
  if (!pid) return;
  if (!isServer(pid, data)) {
    // After a restart of the machine the number may be another program's, and PostgreSQL would refuse to start.
    fs.rmSync(pidFile, { force: true });
    return;
  }
  log(`Stopping a database left over from before (process ${pid})…`);
  for (const [signal, limitMillis] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    process.kill(pid, signal);
    for (const end = Date.now() + limitMillis; Date.now() < end; await sleep(20)) if (!isServer(pid, data)) return;
  }
  throw new EmbeddedDatabaseError(`The database left over from before (process ${pid}) does not stop.`);
}

function isServer(pid: number, data: string): boolean {
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(data);
}

/** Makes an empty cluster. It gets its final name only when complete, so a start that was cut off leaves nothing half made. */
async function createCluster(
  initdb: string,
  home: string,
  data: string,
  user: DatabaseUser,
  log: (line: string) => void,
): Promise<void> {
  log('Creating the database…');
  const unfinished = `${data}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [
    '-D',
    unfinished,
    '-U',
    'gatehouse',
    '--auth=trust',
    '--data-checksums',
    '--no-instructions',
    ...locale,
  ];
  const child = spawn(initdb, args, { ...user, cwd: home, env: cleanEnv(), stdio: ['ignore', 'ignore', 'pipe'] });
  const stderr = collect(child);
  const status = await new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message)).once('close', resolve);
  });
  if (status !== 0) throw new EmbeddedDatabaseError(`The database cannot be created: ${stderr() || status}`);
  fs.renameSync(unfinished, data);
}

/**
 * Runs the server ("$@") until it ends or our end of the pipe closes, as it does at our death, of whatever cause.
 * A built-in `read` waits for that, so no other process can be left over. SIGINT asks for a fast shutdown: clients are cut off, data is kept.
 */
const GUARDED = `
exec 3<&0
"$@" </dev/null 3<&- & server=$!
{ read -r line <&3; kill -INT $server; } 2>/dev/null & guard=$!
wait $server; status=$?
kill $guard 2>/dev/null; wait $guard 2>/dev/null
exit $status
`;

type Server = { child: ChildProcess; data: string; stderr: () => string; exited: Promise<void> };

function launch(postgres: string, data: string, socketDir: string, user: DatabaseUser): Server {
  const settings = Object.entries({
    ...SETTINGS,
    unix_socket_directories: socketDir,
    log_directory: path.join(path.dirname(data), 'log'),
  });
  const args = ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', postgres, ...args], {
    ...user,
    cwd: path.dirname(data),
    env: cleanEnv(),
    stdio: ['pipe', 'ignore', 'pipe'],
    // Out of the terminal's reach: Ctrl-C must stop those who use the database first.
    detached: true,
  });
  child.stdin?.on('error', () => {});
  const exited = new Promise<void>((resolve) => {
    child
      .once('error', () => resolve())
      .once('exit', () => {
        child.stdin?.destroy();
        resolve();
      });
  });
  return { child, data, stderr: collect(child), exited };
}

async function untilServing(server: Server, url: string): Promise<void> {
  let hasEnded = false;
  void server.exited.then(() => {
    hasEnded = true;
  });
  for (const end = Date.now() + START_LIMIT_MILLIS; Date.now() < end; await sleep(20)) {
    if (hasEnded) throw new EmbeddedDatabaseError(`The database does not start: ${server.stderr() || logHint(server)}`);
    if (await answers(url)) return;
  }
  await stop(server);
  throw new EmbeddedDatabaseError(
    `The database was not ready after ${START_LIMIT_MILLIS / 1000} seconds. ${logHint(server)}`,
  );
}

function logHint(server: Server): string {
  return `See its log in ${path.join(path.dirname(server.data), 'log')}.`;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function stop(server: Server): Promise<void> {
  server.child.stdin?.end();
  const limit = new AbortController();
  const isLate = sleep(STOP_LIMIT_MILLIS, true, { signal: limit.signal }).catch(() => false);
  if (await Promise.race([server.exited.then(() => false), isLate])) {
    // An immediate shutdown is as safe as a power cut: the next start replays the log.
    const pid = Number(readText(path.join(server.data, 'postmaster.pid'))?.split('\n')[0]);
    if (pid && isServer(pid, server.data)) process.kill(pid, 'SIGQUIT');
    await server.exited;
  }
  limit.abort();
}

/** No setting of the operator's own PostgreSQL (PGPORT, PGDATA…) may reach ours. */
function cleanEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv;
}

/** Reads what a child writes to stderr; gives the last 4,000 characters of it. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4_000);
  });
  return () => text.trim();
}
