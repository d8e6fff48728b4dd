/** Webhooks over the API. Source: the official description, "Webhooks". */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseAddress } from '../ids.ts';
import { createWebhook } from '../webhook/create.ts';
import { deleteWebhook } from '../webhook/delete.ts';
import { getWebhook } from '../webhook/get.ts';
import { webhookList } from '../webhook/input.ts';
import { listWebhooks } from '../webhook/list.ts';
import { updateWebhook } from '../webhook/update.ts';
import { getDispatch } from '../webhook-dispatch/get.ts';
import { listDispatches, listDispatchesOf } from '../webhook-dispatch/list.ts';
import { replayDispatch } from '../webhook-dispatch/replay.ts';
import { testWebhook } from '../webhook-dispatch/test.ts';
import { bodyObject } from './body.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';

const webhookId = (request: FastifyRequest) => pathPart(request, 'webhookId');
const dispatchId = (request: FastifyRequest) => pathPart(request, 'dispatchId');

export function webhookRoutes(app: FastifyInstance): void {
  route(app, '/v2/webhooks', {
    GET: async (request) => ({ data: await listWebhooks(contextOf(request), parseQuery(request, webhookList)) }),
    POST: async (request, reply) => {
      const webhook = await createWebhook(contextOf(request), bodyObject(request));
      return reply.code(201).header('location', `/v2/webhooks/${webhook.id}`).send({ data: webhook });
    },
  });
  route(app, '/v2/webhooks/:webhookId', {
    GET: async (request) => ({ data: await getWebhook(contextOf(request), webhookId(request)) }),
    PUT: async (request) => ({
      data: await updateWebhook(contextOf(request), webhookId(request), bodyObject(request)),
    }),
    DELETE: async (request, reply) => {
      await deleteWebhook(contextOf(request), webhookId(request));
      return reply.code(204).send();
    },
  });
  route(app, '/v2/webhooks/:webhookId/test', {
    POST: async (request, reply) =>
      reply.code(201).send({ data: await testWebhook(contextOf(request), webhookId(request)) }),
  });
  route(app, '/v2/webhooks/:webhookId/dispatches', {
    GET: async (request) => ({
      data: await listDispatchesOf(contextOf(request), webhookId(request), parseQuery(request, webhookList)),
    }),
  });
  route(app, '/v2/webhook-dispatches', {
    GET: async (request) => ({ data: await listDispatches(contextOf(request), parseQuery(request, webhookList)) }),
  });
  route(app, '/v2/webhook-dispatches/:dispatchId', {
    GET: async (request) => ({ data: await getDispatch(contextOf(request), dispatchId(request)) }),
  });
  route(app, '/v2/webhook-dispatches/:dispatchId/replay', {
    POST: async (request, reply) =>
      reply.code(201).send({ data: await replayDispatch(contextOf(request), dispatchId(request)) }),
  });
  for (const [path, kind] of [
    ['/v2/actors/:id/webhooks', 'actor'],
    ['/v2/actor-tasks/:id/webhooks', 'task'],
  ] as const) {
    route(app, path, {
      GET: async (request) => {
        const of = { kind, address: parseAddress(pathPart(request, 'id')) };
        return { data: await listWebhooks(contextOf(request), parseQuery(request, webhookList), of) };
      },
    });
  }
}
