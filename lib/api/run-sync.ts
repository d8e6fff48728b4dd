/** Runs that a request waits for. Source: the official description, "Run Actor synchronously"; contract 6. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { itemsSelection } from '../dataset/input.ts';
import { MAX_SYNC_SECS, runToEnd } from '../run/run-to-end.ts';
import type { RunView } from '../run/view.ts';
import { validateInput } from '../run-input/validate.ts';
import { itemsQuery, sendItems } from './dataset-items.ts';
import { sendRecord } from './record.ts';
import { contextOf, parseQuery } from './request.ts';
import { type Handler, route } from './route.ts';
import { actorAddress, goneSignal, inputOf, optionsOf, runStart } from './run.ts';

const outputQuery = z.object({ outputRecordKey: z.string().default('OUTPUT') });

export function runSyncRoutes(app: FastifyInstance): void {
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
  route(app, '/v2/actors/:actorId/run-sync', { GET: sync, HEAD: undefined, POST: sync });
  route(app, '/v2/actors/:actorId/run-sync-get-dataset-items', { GET: syncItems, HEAD: undefined, POST: syncItems });
  route(app, '/v2/actors/:actorId/validate-input', {
    POST: async (request) => {
      const { build } = optionsOf(request);
      await validateInput(contextOf(request), actorAddress(request), { build, input: inputOf(request) });
      return { valid: true };
    },
  });
}

const runOf = (request: FastifyRequest, reply: FastifyReply): Promise<RunView> =>
  runToEnd(contextOf(request), runStart(request), { maxMillis: MAX_SYNC_SECS * 1_000, gone: goneSignal(reply) });
