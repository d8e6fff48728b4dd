/** The API's HTTP server: plain JSON under `/v2`, for tokens and signed links. It reads no cookies and knows nothing of the Console. */
import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { whatRuns } from '../health/get-health.ts';
import { isReady } from '../health/queries.ts';
import { closeJobQueue } from '../job-queue/queries.ts';
import { log } from '../log.ts';
import { actorRoutes } from './actor.ts';
import { actorVersionRoutes } from './actor-version.ts';
import { readBody } from './body.ts';
import { buildRoutes } from './build.ts';
import { guardContentHost } from './content.ts';
import { datasetRoutes } from './dataset.ts';
import { answerHeaders, refuseConnection, sendError } from './errors.ts';
import { keyValueStoreRoutes } from './key-value-store.ts';
import { logRoutes } from './log.ts';
import { requestQueueRoutes } from './request-queue.ts';
import { route } from './route.ts';
import { runRoutes } from './run.ts';
import { runSyncRoutes } from './run-sync.ts';
import { scheduleRoutes } from './schedule.ts';
import { endStalledReaders } from './stalled.ts';
import { storageRoutes } from './storage.ts';
import { taskRoutes } from './task.ts';
import { userRoutes } from './user.ts';
import { webhookRoutes } from './webhook.ts';

/** Builds the server, not yet listening. */
export async function buildServer(): Promise<FastifyInstance> {
  const app = Fastify({
    genReqId: () => randomUUID(),
    // Contract 7.0: the older name of the same addresses.
    rewriteUrl: ({ url = '/' }) => url.replace(/^\/v2\/acts(?=[/?]|$)/, '/v2/actors'),
    // One proxy: the address it adds is believed, those before it are what it was told.
    trustProxy: (_address, hop) => env().trustProxy && hop === 0,
    // Longer ones come to their handler too, which says what is wrong with them.
    routerOptions: { maxParamLength: 16_384 },
    // The limit is kept by `readBody`, which counts decoded bytes.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    // For the whole of a request to arrive: a large record over a slow line. `body.ts` has shorter limits for all else.
    requestTimeout: 3_600_000,
    frameworkErrors: sendError,
    clientErrorHandler: refuseConnection,
    logger: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', readBody);
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(() => {
    throw new ApiError('page-not-found', 'There is nothing at this address of the API');
  });
  app.addHook('onRequest', async (request, reply) => {
    answerHeaders(request, reply);
  });
  guardContentHost(app);
  endStalledReaders(app);
  app.addHook('onResponse', async (request, reply) => {
    if (!log().isLevelEnabled('debug')) return;
    const { pathname } = new URL(request.url, 'http://path.invalid');
    log().debug({
      requestId: request.id,
      method: request.method,
      path: pathname,
      status: reply.statusCode,
      ms: reply.elapsedTime,
    });
  });
  // Builds in browsers and widgets call the API with a token; without cookies there is nothing for another origin to borrow.
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: [
      ...['x-request-id', 'etag', 'accept-ranges', 'content-range', 'content-disposition', 'location'],
      ...['total', 'offset', 'limit', 'count', 'desc'].map((name) => `x-apify-pagination-${name}`),
    ],
  });
  route(app, '/health', {
    GET: async (_request, reply) => {
      const ok = await isReady();
      return reply.code(ok ? 200 : 503).send({ ok, ...(ok && { runs: await whatRuns() }) });
    },
  });
  userRoutes(app);
  datasetRoutes(app);
  await keyValueStoreRoutes(app);
  storageRoutes(app);
  requestQueueRoutes(app);
  runRoutes(app);
  runSyncRoutes(app);
  actorRoutes(app);
  actorVersionRoutes(app);
  taskRoutes(app);
  buildRoutes(app);
  logRoutes(app);
  scheduleRoutes(app);
  webhookRoutes(app);
  app.addHook('onClose', closeJobQueue);
  return app;
}
