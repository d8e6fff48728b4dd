/** The place of the measurements: an embedded database of its own in a temporary folder, and the processes that are measured. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { API_NODE_FLAGS } from '../../bin/roles.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../db/embedded.ts';
import { Child } from './child.ts';
import type { Sizes } from './sizes.ts';
import { createWorld, type World } from './world.ts';

type WorldName = 'small' | 'large';

export class Lab {
  readonly sizes: Sizes;
  /** Of all processes of the lab. */
  readonly dataDir: string;
  private readonly database: EmbeddedDatabase;
  private readonly profileDir: string | undefined;
  private readonly worlds = new Map<WorldName, Promise<World>>();
  private readonly children = new Set<Child>();

  private constructor(sizes: Sizes, dataDir: string, database: EmbeddedDatabase, profileDir: string | undefined) {
    this.sizes = sizes;
    this.dataDir = dataDir;
    this.database = database;
    this.profileDir = profileDir;
  }

  /** `profileDir`: where measured processes leave a CPU profile at their end, if anywhere. */
  static async open(sizes: Sizes, profileDir: string | undefined): Promise<Lab> {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'));
    // Under root the database runs as another user, who must be able to enter.
    fs.chmodSync(dataDir, 0o711);
    return new Lab(sizes, dataDir, await startEmbeddedDatabase({ dataDir }), profileDir);
  }

  /** A world, made when it is first asked for: some ten thousand resources, or a million. */
  world(name: WorldName): Promise<World> {
    const made = this.worlds.get(name) ?? this.createWorld(name);
    this.worlds.set(name, made);
    return made;
  }

  private async createWorld(name: WorldName): Promise<World> {
    const { sizes } = this;
    const { accounts, readerOwns, readerIsGranted } = sizes;
    const resources = name === 'small' ? sizes.smallResources : sizes.largeResources;
    const grants = name === 'small' ? sizes.smallGrants : sizes.largeGrants;
    console.error(`Making a world of ${resources.toLocaleString('en-US')} resources…`);
    await this.query(this.database.url, `CREATE DATABASE ${name}`);
    const url = new URL(this.database.url);
    url.pathname = `/${name}`;
    return createWorld(url.href, { resources, accounts, grants, readerOwns, readerIsGranted });
  }

  /** Starts one of bench/servers on a world. It ends with the lab at the latest. */
  async start(server: 'api' | 'plain' | 'queue' | 'use-cases' | 'worker', world?: World): Promise<Child> {
    const flags = this.profileDir ? ['--cpu-prof', `--cpu-prof-dir=${this.profileDir}`] : [];
    const child = await Child.start(
      [...(server === 'worker' ? [] : API_NODE_FLAGS), ...flags, `bench/servers/${server}.ts`],
      {
        DATA_DIR: this.dataDir,
        ...(world && { DATABASE_URL: world.url, BENCH_WORLD: JSON.stringify(world.size) }),
      },
    );
    this.children.add(child);
    return child;
  }

  async stop(child: Child): Promise<void> {
    this.children.delete(child);
    await child.stop();
  }

  /** Runs one statement outside of any measurement. */
  async query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async postgresVersion(): Promise<string> {
    const [row] = await this.query(this.database.url, 'SHOW server_version');
    return String(row?.server_version);
  }

  async close(): Promise<void> {
    await Promise.all([...this.children].map((child) => this.stop(child)));
    await this.database.stop();
    fs.rmSync(this.dataDir, { recursive: true, force: true });
  }
}
