/** Requests of queues and their locks over the API. Source: the official description, "Storage/Request queues". */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/rows.ts';
import { parseAddress } from '../ids.ts';
import { getHead } from '../request-listing/get-head.ts';
import { listRequests } from '../request-listing/list-requests.ts';
import { deleteLock, prolongLock } from '../request-lock/change-lock.ts';
import { lockHead } from '../request-lock/lock-head.ts';
import { unlockRequests } from '../request-lock/unlock-requests.ts';
import { type AddedRequest, addRequests, addRequestText } from '../request-queue/add-requests.ts';
import { deleteRequest, deleteRequests } from '../request-queue/delete-requests.ts';
import { getRequest } from '../request-queue/get-request.ts';
import {
  headLocking,
  headReading,
  lockProlonging,
  queueChange,
  queueClient,
  requestListing,
} from '../request-queue/input.ts';
import { updateRequest } from '../request-queue/update-request.ts';
import { bodyText } from './body.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { storageReference } from './storage.ts';
import { storageRoute } from './storage-places.ts';

const KIND = 'request-queue';
const queue = (request: FastifyRequest): Reference<'request-queue'> => ({
  kind: 'request-queue',
  address: parseAddress(pathPart(request, 'id')),
});
const requestId = (request: FastifyRequest) => pathPart(request, 'requestId');

export function requestQueueRoutes(app: FastifyInstance): void {
  requestRoutes(app);
  lockRoutes(app);
}

function requestRoutes(app: FastifyInstance): void {
  storageRoute(app, KIND, '/requests', {
    GET: sendRequests,
    POST: async (request, reply) => {
      const change = parseQuery(request, queueChange);
      const added = await addRequestText(contextOf(request), queue(request), bodyText(request), change);
      return reply.code(201).send({ data: registrationOf(added) });
    },
  });
  storageRoute(app, KIND, '/requests/batch', {
    POST: async (request, reply) => {
      const change = parseQuery(request, queueChange);
      const data = await addRequests(contextOf(request), queue(request), bodyText(request), change);
      return reply.code(201).send({ data });
    },
    DELETE: async (request) => {
      const client = parseQuery(request, queueClient);
      return { data: await deleteRequests(contextOf(request), queue(request), bodyText(request), client) };
    },
  });
  storageRoute(app, KIND, '/requests/:requestId', {
    GET: async (request, reply) => {
      const text = await getRequest(contextOf(request), queue(request), requestId(request));
      return sendJson(reply, `{"data":${text}}`);
    },
    PUT: async (request) => {
      const change = parseQuery(request, queueChange);
      const ctx = contextOf(request);
      const updated = await updateRequest(ctx, queue(request), requestId(request), bodyText(request), change);
      return { data: registrationOf(updated) };
    },
    DELETE: async (request, reply) => {
      const client = parseQuery(request, queueClient);
      await deleteRequest(contextOf(request), queue(request), requestId(request), client);
      return reply.code(204).send();
    },
  });
}

function lockRoutes(app: FastifyInstance): void {
  storageRoute(app, KIND, '/requests/unlock', {
    POST: async (request) => ({
      data: await unlockRequests(contextOf(request), queue(request), parseQuery(request, queueClient)),
    }),
  });
  storageRoute(app, KIND, '/requests/:requestId/lock', {
    PUT: async (request) => {
      const change = parseQuery(request, lockProlonging);
      return { data: await prolongLock(contextOf(request), queue(request), requestId(request), change) };
    },
    DELETE: async (request, reply) => {
      const change = parseQuery(request, queueChange);
      await deleteLock(contextOf(request), queue(request), requestId(request), change);
      return reply.code(204).send();
    },
  });
  storageRoute(app, KIND, '/head', {
    GET: async (request) => ({
      data: await getHead(contextOf(request), queue(request), parseQuery(request, headReading)),
    }),
  });
  storageRoute(app, KIND, '/head/lock', {
    POST: async (request, reply) => {
      const data = await lockHead(contextOf(request), queue(request), parseQuery(request, headLocking));
      return reply.code(201).send({ data });
    },
  });
}

/** Requests go out as they came in: their texts are put together, never parsed. A signed link opens this and nothing else of a queue. */
async function sendRequests(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const listing = parseQuery(request, requestListing);
  const { items, ...page } = await listRequests(
    contextOf(request),
    storageReference('request-queue', request),
    listing,
  );
  return sendJson(reply, `{"data":{"items":[${items.join(',')}],${JSON.stringify(page).slice(1)}}`);
}

const registrationOf = ({ requestId: id, wasAlreadyPresent, wasAlreadyHandled }: AddedRequest) => ({
  requestId: id,
  wasAlreadyPresent,
  wasAlreadyHandled,
});

const sendJson = (reply: FastifyReply, text: string) => reply.type('application/json; charset=utf-8').send(text);
