/**
 * Brings everything up in order, keeps it up, and takes it down in the opposite order.
 *
 * ports → database → tables → demo data → build → roles. What is quick to fail comes first, and the database early, because its lock is what
 * keeps two instances off one data directory.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedDatabase, isEmbeddedDatabaseRunning, startEmbeddedDatabase } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import type { Env } from '../lib/env.ts';
import { isBuilt, startBuild } from './build.ts';
import { ended, recordOutput, spawnNode, stopChild } from './processes.ts';
import { isHealthy, isPortFree, type Role, type RoleName, roles } from './roles.ts';
import { StartError } from './start-error.ts';

export type StartOptions = { env: Env; role: RoleName | 'all'; isDev: boolean; isDemo: boolean };

const HEALTHY_LIMIT_MILLIS = 120_000;
const STOP_LIMIT_MILLIS = 10_000;
const BACKOFF_MILLIS = { first: 1_000, most: 30_000 };
/** A process that has run this long is taken for sound: when it dies, the waiting times begin anew. */
const SOUND_MILLIS = 60_000;

export class Supervisor {
  readonly #options: StartOptions;
  readonly #children = new Map<string, ChildProcess>();
  #database: Promise<EmbeddedDatabase> | undefined;
  #isServing = false;
  #stopping: Promise<void> | undefined;
  #log = (line: string) => {
    if (!this.#stopping) console.log(line);
  };

  constructor(options: StartOptions) {
    this.#options = options;
  }

  /** Brings everything up; resolves when each role serves. Throws `StartError` or `EmbeddedDatabaseError`. Ends early, in silence, when stopped. */
  async start(): Promise<void> {
    const chosen = this.#chosenRoles();
    const steps = [
      () => demandFreePorts(chosen),
      () => this.#openDatabase(),
      () => this.#prepareTables(),
      () => this.#build(),
      () => this.#startRoles(chosen),
    ];
    for (const step of steps) {
      if (this.#stopping) return;
      await step();
    }
    this.#isServing = true;
    for (const { title, door } of chosen) if (door) this.#log(`${title.padEnd(8)} ${door.publicUrl}`);
    if (!chosen.some((role) => role.door)) this.#log('Worker   is ready');
  }

  /** Whether it is being taken down, or is down already. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Takes everything down: the roles first, then the database they use. May be called at any time and any number of times. */
  stop(): Promise<void> {
    this.#stopping ??= this.#takeDown();
    return this.#stopping;
  }

  async #takeDown(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => stopChild(child, STOP_LIMIT_MILLIS)));
    const database = await this.#database?.catch(() => undefined);
    await database?.stop();
  }

  #chosenRoles(): Role[] {
    const { env, isDev, role } = this.#options;
    const all = roles(env, isDev);
    return role === 'all' ? Object.values(all) : [all[role]];
  }

  async #openDatabase(): Promise<void> {
    const { env, role } = this.#options;
    if (!env.isDatabaseEmbedded) return;
    // A role alone joins the database that another `npm start` on this machine runs.
    if (role !== 'all' && (await isEmbeddedDatabaseRunning(env.dataDir))) return;
    this.#log('Starting the database…');
    this.#database = startEmbeddedDatabase({ dataDir: env.dataDir, log: this.#log });
    const database = await this.#database;
    void database.exited.then(() => this.#reopenDatabase());
  }

  /** After the server died by itself: starts it again until it is up. The roles connect anew by themselves. */
  async #reopenDatabase(waitMillis = BACKOFF_MILLIS.first): Promise<void> {
    if (this.#stopping) return;
    this.#log(`The database stopped; starting it again in ${waitMillis / 1000} s.`);
    await sleep(waitMillis);
    if (this.#stopping) return;
    await this.#openDatabase().catch((error: Error) => {
      this.#log(error.message);
      return this.#reopenDatabase(longer(waitMillis));
    });
  }

  async #prepareTables(): Promise<void> {
    try {
      await migrate(this.#options.env.databaseUrl);
    } catch (cause) {
      throw new StartError(`The database cannot be prepared: ${messageOf(cause)}`, { cause });
    }
    if (!this.#options.isDemo || this.#stopping) return;
    this.#log('Adding the demo data…');
    const { seedDemo } = await import('./demo.ts');
    await seedDemo();
  }

  async #build(): Promise<void> {
    const { role, isDev } = this.#options;
    if (isDev || !['all', 'console'].includes(role) || isBuilt()) return;
    this.#log('Building the Console (about half a minute)…');
    const { child, output, markBuilt } = startBuild();
    this.#children.set('build', child);
    const reason = await ended(child);
    this.#children.delete('build');
    if (reason === 'exit code 0') markBuilt();
    else if (!this.#stopping) throw new StartError(`${output()}\n\nThe Console could not be built (${reason}).`);
  }

  async #startRoles(chosen: Role[]): Promise<void> {
    this.#log('Starting…');
    await Promise.all(chosen.map((role) => this.#startRole(role)));
  }

  /** Starts a role and resolves when it serves. One that dies before that has a cause which trying again would not remove. */
  async #startRole(role: Role): Promise<void> {
    const { child, output } = this.#spawn(role);
    const diedEarly = ended(child).then((reason) => {
      if (this.#stopping || this.#isServing) return;
      throw new StartError(`${output()}\n${role.title} stopped while starting (${reason}).`.trim());
    });
    await Promise.race([diedEarly, this.#untilHealthy(role)]);
    void this.#keepUp(role, child);
  }

  async #untilHealthy({ title, door }: Role): Promise<void> {
    if (!door) return;
    for (const end = Date.now() + HEALTHY_LIMIT_MILLIS; Date.now() < end && !this.#stopping; await sleep(100)) {
      if (await isHealthy(door.health)) return;
    }
    if (!this.#stopping) throw new StartError(`${title} does not answer at ${door.health}.`);
  }

  /** Starts a role again each time it dies, after a wait that grows while it keeps dying. */
  async #keepUp(role: Role, first: ChildProcess): Promise<void> {
    let child = first;
    for (let waitMillis = BACKOFF_MILLIS.first; ; waitMillis = longer(waitMillis)) {
      const startedAtMillis = Date.now();
      const reason = await ended(child);
      if (this.#stopping) return;
      if (Date.now() - startedAtMillis > SOUND_MILLIS) waitMillis = BACKOFF_MILLIS.first;
      this.#log(`${role.title} stopped (${reason}); starting it again in ${waitMillis / 1000} s.`);
      await sleep(waitMillis);
      if (this.#stopping) return;
      child = this.#spawn(role).child;
    }
  }

  /** The Console's banner is kept back: its address is ours to print. In development everything is shown. */
  #spawn(role: Role): { child: ChildProcess; output: () => string } {
    const { isDev } = this.#options;
    const isQuiet = role.title === 'Console' && !isDev && !this.#isServing;
    const child = spawnNode(
      role.args,
      { NODE_ENV: isDev ? 'development' : 'production' },
      isQuiet ? 'pipe' : 'inherit',
    );
    this.#children.set(role.title, child);
    const output = recordOutput(child);
    if (isQuiet) for (const stream of ['stdout', 'stderr'] as const) this.#passOnLater(child, stream);
    return { child, output };
  }

  #passOnLater(child: ChildProcess, stream: 'stdout' | 'stderr'): void {
    child[stream]?.on('data', (chunk: string) => {
      if (this.#isServing) process[stream].write(chunk);
    });
  }
}

async function demandFreePorts(chosen: Role[]): Promise<void> {
  for (const { title, door } of chosen) {
    if (door && !(await isPortFree(door.port))) {
      throw new StartError(
        `Port ${door.port}, for the ${title}, is taken. Free it, or set ${door.setting} to another.`,
      );
    }
  }
}

function longer(waitMillis: number): number {
  return Math.min(waitMillis * 2, BACKOFF_MILLIS.most);
}

/** The message of an error; of several at once, as when a host name has two addresses, the first. */
function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return messageOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
