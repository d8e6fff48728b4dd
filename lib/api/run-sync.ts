/** Runs that a request waits for. Source: the official description, "Run Actor synchronously" and "Run task synchronously"; contract 6. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { itemsSelection } from '../dataset/input.ts';
import { MAX_SYNC_SECS, runToEnd } from '../run/run-to-end.ts';
import { startRun } from '../run/start.ts';
import type { RunView } from '../run/view.ts';
import { validateInput } from '../run-input/validate.ts';
import { startTask } from '../task/start.ts';
import { itemsQuery, sendItems } from './dataset-items.ts';
import { sendRecord } from './record.ts';
import { contextOf, parseQuery } from './request.ts';
import { type Handler, route } from './route.ts';
import { actorAddress, goneSignal, inputOf, optionsOf, startOf } from './run.ts';
import { taskAddress } from './task.ts';

const outputQuery = z.object({ outputRecordKey: z.string().default('OUTPUT') });

/** Where a run can be started and waited for, with what starts it. */
const SYNC_PLACES: readonly (readonly [path: string, start: (request: FastifyRequest) => Promise<RunView>])[] = [
  [
    '/v2/actors/:actorId',
    (request) => startRun(contextOf(request), { actor: actorAddress(request), ...startOf(request) }),
  ],
  [
    '/v2/actor-tasks/:taskId',
    (request) => startTask(contextOf(request), { task: taskAddress(request), ...startOf(request) }),
  ],
];

export function runSyncRoutes(app: FastifyInstance): void {
  for (const [path, start] of SYNC_PLACES) placeRoutes(app, path, start);
  route(app, '/v2/actors/:actorId/validate-input', {
    POST: async (request) => {
      const { build } = optionsOf(request);
      await validateInput(contextOf(request), actorAddress(request), { build, input: inputOf(request) });
      return { valid: true };
    },
  });
}

function placeRoutes(app: FastifyInstance, path: string, start: (request: FastifyRequest) => Promise<RunView>): void {
  const runOf = async (request: FastifyRequest, reply: FastifyReply): Promise<RunView> => {
    const waiting = { maxMillis: MAX_SYNC_SECS * 1_000, gone: goneSignal(reply) };
    return runToEnd(contextOf(request), await start(request), waiting);
  };
  const sync: Handler = async (request, reply) => {
    const { outputRecordKey: key } = parseQuery(request, outputQuery);
    const run = await runOf(request, reply);
    Object.assign(request.params as object, { id: run.defaultKeyValueStoreId, key });
    return sendRecord(request, reply.code(201));
  };
  const syncItems: Handler = async (request, reply) => {
    // What is wrong with these is better said before the run than after it.
    parseQuery(request, itemsQuery);
    parseQuery(request, itemsSelection);
    const run = await runOf(request, reply);
    return sendItems(request, reply.code(201), {
      kind: 'dataset',
      address: { by: 'id', id: run.defaultDatasetId },
    });
  };
  // A GET starts a run here, as the API has it; a HEAD starts none.
  route(app, `${path}/run-sync`, { GET: sync, HEAD: undefined, POST: sync });
  route(app, `${path}/run-sync-get-dataset-items`, { GET: syncItems, HEAD: undefined, POST: syncItems });
}
