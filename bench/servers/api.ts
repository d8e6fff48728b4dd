/** The product's API on a free port of 127.0.0.1, with one route more: the description of a dataset with the check taken out. */
import type { AddressInfo } from 'node:net';
import { closeDatabase } from '../../db/client.ts';
import { buildServer } from '../../lib/api/server.ts';
import { flushUsage } from '../../lib/usage/record.ts';
import { answerParent } from './answering.ts';
import { uncheckedRoutes } from './unchecked.ts';

const app = await buildServer();
uncheckedRoutes(app);
await app.listen({ port: 0, host: '127.0.0.1' });
answerParent((app.server.address() as AddressInfo).port);

process.once('SIGTERM', () => {
  app.server.closeAllConnections();
  stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

async function stop(): Promise<void> {
  await app.close();
  await flushUsage();
  await closeDatabase();
}
