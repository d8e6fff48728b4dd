/** One record over the API: its bytes as they are, both ways. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { env } from '../env.ts';
import { deleteRecord } from '../key-value-store/delete-record.ts';
import { recordTooLarge } from '../key-value-store/keep-content.ts';
import { openRecord } from '../key-value-store/open-record.ts';
import { putRecord } from '../key-value-store/put-record.ts';
import { queryBoolean } from '../paging.ts';
import { recordPath } from '../urls.ts';
import { bodyBytes, dropBody } from './body.ts';
import { askedRange, isNotModified } from './conditional.ts';
import { contentHeaders } from './content.ts';
import { contextOf, pathPart, queryOf } from './request.ts';
import { storageReference } from './storage.ts';
import { storageRoute } from './storage-places.ts';

/** Within a scope of its own: bodies are not read before it is known that their sender may write. */
export async function recordRoutes(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  storageRoute(app, 'key-value-store', '/records/:key', {
    GET: sendRecord,
    PUT: receiveRecord,
    POST: receiveRecord,
    DELETE: async (request, reply) => {
      await deleteRecord(contextOf(request), storageReference('key-value-store', request), pathPart(request, 'key'));
      return reply.code(204).send();
    },
  });
}

/** Sends the record that the request names as `:id` and `:key`. */
export async function sendRecord(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const record = await openRecord(
    contextOf(request),
    storageReference('key-value-store', request),
    pathPart(request, 'key'),
  );
  reply.header('etag', record.etag);
  reply.header('last-modified', record.modifiedAt.toUTCString());
  // It may be kept by whoever was given it, and must be asked for again each time: a change of access holds at once.
  reply.header('cache-control', 'private, no-cache');
  reply.header('vary', 'authorization');
  if (isNotModified(request.headers, record)) return reply.code(304).send();

  // Anything but a clear no is a download: it is the safer of the two.
  const { attachment } = queryOf(request);
  const isDownload = attachment !== undefined && queryBoolean.safeParse(attachment).data !== false;
  contentHeaders(request, reply, { contentType: record.contentType, fileName: record.key, isDownload });
  reply.header('accept-ranges', 'bytes');
  const range = askedRange(request.headers, record, record.byteCount);
  if (range === 'none') {
    reply.removeHeader('content-disposition');
    return reply.code(416).header('content-range', `bytes */${record.byteCount}`).send();
  }
  const { start, end } = range ?? { start: 0, end: record.byteCount };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${record.byteCount}`);
  reply.header('content-length', end - start);
  if (request.method === 'HEAD') return reply.send();
  if (record.inline) return reply.send(record.inline.subarray(start, end));
  return reply.send(Readable.from(record.read({ start, end }), { objectMode: false, highWaterMark: 65_536 }));
}

async function receiveRecord(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  try {
    const { storeId, key } = await putRecord(
      contextOf(request),
      storageReference('key-value-store', request),
      pathPart(request, 'key'),
      { contentType: request.headers['content-type'], stream: arrivingRecord(request) },
    );
    reply.header('location', env().apiUrl + recordPath(storeId, key));
    return reply.code(201).send({});
  } catch (error) {
    // Most of the body may be still to come.
    dropBody(request.raw);
    throw error;
  }
}

/** Errors: `request-too-large`, before anything is read where the sender says how much it will be; those of `bodyBytes`. */
async function* arrivingRecord(request: FastifyRequest): AsyncGenerator<Buffer> {
  const isEncoded = (request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
  if (!isEncoded && Number(request.headers['content-length'] ?? 0) > env().maxRecordBytes) throw recordTooLarge();
  yield* bodyBytes(request, request.raw);
}
