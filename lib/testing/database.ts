/**
 * A database for the tests that need one: a real PostgreSQL in a temporary folder, made before the first test and removed after the last.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/** Starts it, makes the tables, and puts its address into the environment that the test processes inherit. Gives the function that removes it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-test-'));
  // Under root the database runs as another user, who must be able to enter.
  fs.chmodSync(dataDir, 0o711);
  const database = await startEmbeddedDatabase({ dataDir });
  await migrate(database.url);
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = database.url;
  project.provide('databaseUrl', database.url);
  return async () => {
    await database.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
}
