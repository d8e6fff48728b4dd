/** Logs of runs and builds over the API. Source: the official description, "Logs"; contract 7.0. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openLog } from '../job-log/open.ts';
import { queryBoolean } from '../paging.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';
import { goneSignal } from './run.ts';
import { RUN_PLACES } from './run-places.ts';

const logQuery = z.object({
  stream: queryBoolean.default(false),
  raw: queryBoolean.default(false),
  download: queryBoolean.default(false),
});

/** Sends the log of a run or a build; with `kind` null, of whichever has this id. */
export async function sendLog(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: 'run' | 'build' | null,
  id: string,
): Promise<unknown> {
  const { stream, raw, download } = parseQuery(request, logQuery);
  const isStream = stream && !download;
  const log = await openLog(contextOf(request), kind, id, { isStream, isRaw: raw, gone: goneSignal(reply) });
  reply.type('text/plain; charset=utf-8');
  if (download) reply.header('content-disposition', `attachment; filename="${log.kind}-${log.id}.log"`);
  if (request.method === 'HEAD') return reply.send();
  if (isStream) flushSoon(reply);
  return reply.send(Readable.from(log.text, { objectMode: false, encoding: 'utf8' }));
}

const FLUSH_AFTER_MILLIS = 100;

/** Sends the headers before there is text: a job may wait for a worker longer than a client waits for an answer. */
function flushSoon({ raw }: FastifyReply): void {
  setTimeout(() => {
    if (!raw.headersSent && raw.hasHeader('content-type')) raw.flushHeaders();
  }, FLUSH_AFTER_MILLIS).unref();
}

export function logRoutes(app: FastifyInstance): void {
  route(app, '/v2/logs/:id', { GET: (request, reply) => sendLog(request, reply, null, pathPart(request, 'id')) });
  route(app, '/v2/actor-builds/:id/log', {
    GET: (request, reply) => sendLog(request, reply, 'build', pathPart(request, 'id')),
  });
  for (const [path, find] of RUN_PLACES) {
    route(app, `${path}/log`, {
      GET: async (request, reply) => sendLog(request, reply, 'run', await find(request)),
    });
  }
}
