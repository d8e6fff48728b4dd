/** Actors over the API. Source: the official description, "Actors" and "Store". */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createActor } from '../actor/create.ts';
import { deleteActor } from '../actor/delete.ts';
import { getActor } from '../actor/get.ts';
import { actorList, storeList } from '../actor/input.ts';
import { updateActor } from '../actor/update.ts';
import { listActors } from '../actor-listing/list.ts';
import { listStore } from '../actor-listing/list-store.ts';
import { parseAddress } from '../ids.ts';
import { bodyObject, MAX_BODY_BYTES } from './body.ts';
import { grantRoutes } from './grant.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';

export const actorAddress = (request: FastifyRequest) => parseAddress(pathPart(request, 'id'));

/** An Actor or a version comes with its sources. */
export const sourcesBody = (request: FastifyRequest) => bodyObject(request, MAX_BODY_BYTES);

export function actorRoutes(app: FastifyInstance): void {
  route(app, '/v2/store', {
    GET: async (request) => ({ data: await listStore(contextOf(request), parseQuery(request, storeList)) }),
  });
  route(app, '/v2/actors', {
    GET: async (request) => ({ data: await listActors(contextOf(request), parseQuery(request, actorList)) }),
    POST: async (request, reply) => {
      const actor = await createActor(contextOf(request), sourcesBody(request));
      return reply.code(201).header('location', `/v2/actors/${actor.id}`).send({ data: actor });
    },
  });
  route(app, '/v2/actors/:id', {
    GET: async (request) => ({ data: await getActor(contextOf(request), actorAddress(request)) }),
    PUT: async (request) => ({
      data: await updateActor(contextOf(request), actorAddress(request), sourcesBody(request)),
    }),
    DELETE: async (request, reply) => {
      await deleteActor(contextOf(request), actorAddress(request));
      return reply.code(204).send();
    },
  });
  grantRoutes(app, 'actor', '/v2/actors/:id');
}
