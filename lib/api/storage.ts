/** What storages of every kind share over the API. Source: the official description, "Storage"; grants are an extension of ours. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/rows.ts';
import { parseAddress } from '../ids.ts';
import { deleteStorage } from '../storage/delete.ts';
import { getStorage } from '../storage/get.ts';
import { getOrCreateStorage } from '../storage/get-or-create.ts';
import { storageList } from '../storage/input.ts';
import { listStorages } from '../storage/list.ts';
import { updateStorage } from '../storage/update.ts';
import { STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../vocabulary.ts';
import { bodyJson, bodyObject } from './body.ts';
import { grantRoutes } from './grant.ts';
import { contextOf, parseQuery, pathPart, queryOf } from './request.ts';
import { route } from './route.ts';
import { storageRoute } from './storage-places.ts';

/** The storage that a path names, with the signature that came along. */
export const storageReference = <K extends StorageKind>(kind: K, request: FastifyRequest): Reference<K> => ({
  kind,
  address: parseAddress(pathPart(request, 'id')),
  signature: queryOf(request).signature,
});

export function storageRoutes(app: FastifyInstance): void {
  for (const kind of STORAGE_KINDS) routesOf(app, kind);
}

function routesOf(app: FastifyInstance, kind: StorageKind): void {
  const path = `/v2/${STORAGE_COLLECTIONS[kind]}`;
  const address = (request: FastifyRequest) => parseAddress(pathPart(request, 'id'));

  route(app, path, {
    GET: async (request) => ({ data: await listStorages(contextOf(request), kind, parseQuery(request, storageList)) }),
    POST: async (request, reply) => {
      const input = { name: queryOf(request).name, body: bodyJson(request) };
      const { storage, isNew } = await getOrCreateStorage(contextOf(request), kind, input);
      return reply.code(isNew ? 201 : 200).send({ data: storage });
    },
  });
  storageRoute(app, kind, '', {
    GET: async (request) => ({ data: await getStorage(contextOf(request), kind, address(request)) }),
    PUT: async (request) => ({
      data: await updateStorage(contextOf(request), kind, address(request), bodyObject(request)),
    }),
    DELETE: async (request, reply) => {
      await deleteStorage(contextOf(request), kind, address(request));
      return reply.code(204).send();
    },
  });
  grantRoutes(app, kind, `${path}/:id`);
}
