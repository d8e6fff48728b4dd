/** The api role: serves `/v2` until it is told to stop. */
import { closeDatabase } from '../../db/client.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { flushUsage } from '../usage/record.ts';
import { buildServer } from './server.ts';

const app = await buildServer();
await listen();

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    stop().catch((error) => {
      log().error({ err: error }, 'the API did not stop cleanly');
      process.exit(1);
    });
  });
}

/** On all addresses; where the machine has no IPv6, on all of IPv4. */
async function listen(): Promise<void> {
  const port = env().apiPort;
  try {
    await app.listen({ port, host: '::' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAFNOSUPPORT') throw error;
    await app.listen({ port, host: '0.0.0.0' });
  }
}

async function stop(): Promise<void> {
  // Open streams get a moment to end; what still runs then is cut.
  setTimeout(() => app.server.closeAllConnections(), 5_000).unref();
  await app.close();
  await flushUsage();
  await closeDatabase();
  process.exit(0);
}
