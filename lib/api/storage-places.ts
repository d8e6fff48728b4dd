/**
 * Where storages can be addressed: by themselves, and as the default storages of runs.
 *
 * Every address of a part of a storage is declared once, below the storage. The others lead to the same handlers: what differs is only
 * how the storage is found, and from there on the request goes on as if it had named the storage by its id.
 */
import type { FastifyInstance } from 'fastify';
import { parseAddress } from '../ids.ts';
import { findDefaultStorage } from '../run/find-default-storage.ts';
import { STORAGE_COLLECTIONS, type StorageKind } from '../vocabulary.ts';
import { contextOf, queryOf } from './request.ts';
import { type Handler, type Handlers, route } from './route.ts';
import { type FindRun, RUN_PLACES } from './run-places.ts';

/** Declares a path below a storage of a kind, such as `/items`, at all places where such storages are. Handlers find the storage as `:id`. */
export function storageRoute(app: FastifyInstance, kind: StorageKind, path: string, handlers: Handlers): void {
  route(app, `/v2/${STORAGE_COLLECTIONS[kind]}/:id${path}`, handlers);
  for (const [place, find] of RUN_PLACES) {
    const led = Object.entries(handlers).flatMap(([verb, handler]) =>
      handler ? [[verb, ledTo(kind, find, handler)]] : [],
    );
    route(app, `${place}/${kind}${path}`, Object.fromEntries(led) as Handlers);
  }
}

const ledTo =
  (kind: StorageKind, find: FindRun, handler: Handler): Handler =>
  async (request, reply) => {
    const isSigned = queryOf(request).signature !== undefined;
    const run = await find(request);
    const id = await findDefaultStorage(contextOf(request), parseAddress(run), kind, { isSigned });
    Object.assign(request.params as object, { id });
    return handler(request, reply);
  };
