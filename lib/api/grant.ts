/** Who was given rights on a resource, over the API: an extension of ours, the same for every kind. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/rows.ts';
import { addGrant } from '../grant/add.ts';
import { listGrants } from '../grant/list.ts';
import { removeGrant } from '../grant/remove.ts';
import { parseAddress } from '../ids.ts';
import type { ResourceKind } from '../vocabulary.ts';
import { bodyObject } from './body.ts';
import { contextOf, pathPart } from './request.ts';
import { route } from './route.ts';

/** `path`: the address of one resource of the kind, with its id as `:id`. */
export function grantRoutes(app: FastifyInstance, kind: ResourceKind, path: string): void {
  const reference = (request: FastifyRequest): Reference => ({ kind, address: parseAddress(pathPart(request, 'id')) });
  route(app, `${path}/grants`, {
    GET: async (request) => {
      const items = await listGrants(contextOf(request), reference(request));
      return { data: { total: items.length, items } };
    },
    POST: async (request, reply) => {
      const grant = await addGrant(contextOf(request), reference(request), bodyObject(request));
      return reply.code(201).send({ data: grant });
    },
  });
  route(app, `${path}/grants/:grantId`, {
    DELETE: async (request, reply) => {
      await removeGrant(contextOf(request), reference(request), pathPart(request, 'grantId'));
      return reply.code(204).send();
    },
  });
}
