/**
 * A connection that hears what the database is told by `pg_notify`. Nothing may depend on hearing: what is missed is found by looking.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { env } from '../lib/env.ts';

const RECONNECT_MILLIS = 1_000;

export interface Listener {
  /** The connection itself, for locks that are held as long as the process lives; null while it is broken. */
  readonly client: pg.Client | null;
  close(): Promise<void>;
}

/**
 * Listens until closed, connecting anew whenever the connection breaks. `onConnected`: at the first time too; where it throws, the
 * connection counts as broken. Rejects only where the first connection fails.
 */
export async function listen(
  channels: readonly string[],
  onNotice: (channel: string, payload: string) => void,
  onConnected: (client: pg.Client) => Promise<void> = async () => {},
): Promise<Listener> {
  let current: pg.Client | null = null;
  const closing = new AbortController();

  const connect = async () => {
    const client = new pg.Client({
      connectionString: env().databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const broken = new Promise<void>((resolve) => {
      client.once('error', () => resolve()).once('end', () => resolve());
    });
    try {
      await client.connect();
      client.on('notification', ({ channel, payload }) => onNotice(channel, payload ?? ''));
      // A machine that vanished would hold its locks for hours.
      await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3');
      for (const channel of channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      await onConnected(client);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    current = client;
    void broken.then(reconnect);
  };
  const reconnect = async () => {
    current = null;
    while (!closing.signal.aborted) {
      await wait(RECONNECT_MILLIS, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      try {
        return await connect();
      } catch {
        // Tried again after the wait.
      }
    }
  };

  await connect();
  return {
    get client() {
      return current;
    },
    async close() {
      closing.abort();
      await current?.end().catch(() => {});
    },
  };
}
