/** Keys and records of key-value stores over the API. Source: the official description, "Storage/Key-value stores". */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { downloadRecords } from '../key-value-store/download-records.ts';
import { keysPage, recordsFilter } from '../key-value-store/input.ts';
import { listKeys } from '../key-value-store/list-keys.ts';
import { recordRoutes } from './record.ts';
import { contextOf, parseQuery } from './request.ts';
import { storageReference } from './storage.ts';
import { storageRoute } from './storage-places.ts';

export async function keyValueStoreRoutes(app: FastifyInstance): Promise<void> {
  storageRoute(app, 'key-value-store', '/keys', {
    GET: async (request) => ({
      data: await listKeys(
        contextOf(request),
        storageReference('key-value-store', request),
        parseQuery(request, keysPage),
      ),
    }),
  });
  storageRoute(app, 'key-value-store', '/records', {
    GET: async (request, reply) => {
      const reference = storageReference('key-value-store', request);
      const archive = await downloadRecords(contextOf(request), reference, parseQuery(request, recordsFilter));
      reply.header('content-disposition', `attachment; filename="${archive.name}.zip"`);
      reply.type('application/zip');
      if (request.method === 'HEAD') return reply.send();
      return reply.send(Readable.from(archive.bytes, { objectMode: false, highWaterMark: 65_536 }));
    },
  });
  await app.register(recordRoutes);
}
