/** Builds of Actors over the API. Source: the official description, "Actors/Actor builds" and "Actor builds". */
import type { FastifyInstance } from 'fastify';
import { abortBuild } from '../build/abort.ts';
import { deleteBuild } from '../build/delete.ts';
import { getBuild, getBuildOfActor } from '../build/get.ts';
import { buildList, buildStart, buildWait } from '../build/input.ts';
import { listBuilds, listBuildsOfActor } from '../build/list.ts';
import { startBuild } from '../build/start.ts';
import { actorAddress } from './actor.ts';
import { originOf } from './origin.ts';
import { contextOf, parseQuery, pathPart, queryOf } from './request.ts';
import { route } from './route.ts';

export function buildRoutes(app: FastifyInstance): void {
  route(app, '/v2/actors/:id/builds', {
    GET: async (request) => ({
      data: await listBuildsOfActor(contextOf(request), actorAddress(request), parseQuery(request, buildList)),
    }),
    POST: async (request, reply) => {
      parseQuery(request, buildStart);
      const { version = '', tag, useCache, waitForFinish } = queryOf(request);
      const input = { version, tag, useCache: useCache as '1' | undefined, waitForFinish };
      const build = await startBuild(contextOf(request), actorAddress(request), input, originOf(request));
      return reply.code(201).header('location', `/v2/actor-builds/${build.id}`).send({ data: build });
    },
  });
  route(app, '/v2/actors/:id/builds/default', {
    GET: async (request) => {
      const { waitForFinish } = parseQuery(request, buildWait);
      return { data: await getBuildOfActor(contextOf(request), actorAddress(request), null, waitForFinish) };
    },
  });
  route(app, '/v2/actor-builds', {
    GET: async (request) => ({ data: await listBuilds(contextOf(request), parseQuery(request, buildList)) }),
  });
  route(app, '/v2/actor-builds/:id', {
    GET: async (request) => {
      const { waitForFinish } = parseQuery(request, buildWait);
      return { data: await getBuild(contextOf(request), pathPart(request, 'id'), waitForFinish) };
    },
    DELETE: async (request, reply) => {
      await deleteBuild(contextOf(request), pathPart(request, 'id'));
      return reply.code(204).send();
    },
  });
  route(app, '/v2/actor-builds/:id/abort', {
    POST: async (request) => ({ data: await abortBuild(contextOf(request), pathPart(request, 'id')) }),
  });
  deprecatedRoutes(app);
}

/** Other addresses of the same, which older clients use. */
function deprecatedRoutes(app: FastifyInstance): void {
  route(app, '/v2/actors/:id/builds/:buildId', {
    GET: async (request) => {
      const { waitForFinish } = parseQuery(request, buildWait);
      const buildId = pathPart(request, 'buildId');
      return { data: await getBuildOfActor(contextOf(request), actorAddress(request), buildId, waitForFinish) };
    },
  });
}
