/** Grants over the API: an extension of ours beside the resource, documented in docs/api-extensions.md. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/load.ts';
import { addGrant } from '../grant/add.ts';
import { listGrants } from '../grant/list.ts';
import { removeGrant } from '../grant/remove.ts';
import { parseAddress } from '../ids.ts';
import { bodyObject } from './body.ts';
import { contextOf, pathPart } from './request.ts';
import { route } from './route.ts';

export function grantRoutes(app: FastifyInstance): void {
  const reference = (request: FastifyRequest): Reference => ({
    kind: 'dataset',
    address: parseAddress(pathPart(request, 'id')),
  });
  route(app, '/v2/datasets/:id/grants', {
    GET: async (request) => {
      const items = await listGrants(contextOf(request), reference(request));
      return { data: { total: items.length, items } };
    },
    POST: async (request, reply) => {
      const grant = await addGrant(contextOf(request), reference(request), bodyObject(request));
      return reply.code(201).send({ data: grant });
    },
  });
  route(app, '/v2/datasets/:id/grants/:grantId', {
    DELETE: async (request, reply) => {
      await removeGrant(contextOf(request), reference(request), pathPart(request, 'grantId'));
      return reply.code(204).send();
    },
  });
}
