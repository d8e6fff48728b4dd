/**
 * The database for a command that runs beside the product, or without it.
 */
import { isEmbeddedDatabaseRunning, startEmbeddedDatabase } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { env } from '../lib/env.ts';

/**
 * Runs `work` while a database serves at `env().databaseUrl`, and gives what it gives.
 * The embedded database is started for the duration when it is not running, with its tables brought up to date. `work` must close its
 * connections before it ends. Throws `EmbeddedDatabaseError`.
 */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  const { isDatabaseEmbedded, dataDir, databaseUrl } = env();
  if (!isDatabaseEmbedded || (await isEmbeddedDatabaseRunning(dataDir))) return work();
  const database = await startEmbeddedDatabase({ dataDir });
  try {
    await migrate(databaseUrl);
    return await work();
  } finally {
    await database.stop();
  }
}
