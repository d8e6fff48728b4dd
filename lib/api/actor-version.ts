/** Versions of Actors and their environment variables over the API. Source: the official description, "Actors/Actor versions". */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createVersion } from '../actor-version/create.ts';
import { deleteVersion } from '../actor-version/delete.ts';
import { createEnvVar, deleteEnvVar, getEnvVar, listEnvVars, updateEnvVar } from '../actor-version/env-vars.ts';
import { getVersion } from '../actor-version/get.ts';
import { listVersions } from '../actor-version/list.ts';
import { updateVersion } from '../actor-version/update.ts';
import { actorAddress, sourcesBody } from './actor.ts';
import { bodyObject } from './body.ts';
import { contextOf, pathPart } from './request.ts';
import { type Handler, route } from './route.ts';

const versionNumber = (request: FastifyRequest) => pathPart(request, 'versionNumber');
const envVarName = (request: FastifyRequest) => pathPart(request, 'envVarName');

export function actorVersionRoutes(app: FastifyInstance): void {
  const update: Handler = async (request) => ({
    data: await updateVersion(contextOf(request), actorAddress(request), versionNumber(request), sourcesBody(request)),
  });
  route(app, '/v2/actors/:id/versions', {
    GET: async (request) => ({ data: await listVersions(contextOf(request), actorAddress(request)) }),
    POST: async (request, reply) => {
      const version = await createVersion(contextOf(request), actorAddress(request), sourcesBody(request));
      return reply.code(201).send({ data: version });
    },
  });
  route(app, '/v2/actors/:id/versions/:versionNumber', {
    GET: async (request) => ({
      data: await getVersion(contextOf(request), actorAddress(request), versionNumber(request)),
    }),
    PUT: update,
    POST: update,
    DELETE: async (request, reply) => {
      await deleteVersion(contextOf(request), actorAddress(request), versionNumber(request));
      return reply.code(204).send();
    },
  });
  envVarRoutes(app, '/v2/actors/:id/versions/:versionNumber/env-vars');
}

function envVarRoutes(app: FastifyInstance, path: string): void {
  const of = (request: FastifyRequest) => [contextOf(request), actorAddress(request), versionNumber(request)] as const;
  const update: Handler = async (request) => ({
    data: await updateEnvVar(...of(request), envVarName(request), bodyObject(request)),
  });
  route(app, path, {
    GET: async (request) => ({ data: await listEnvVars(...of(request)) }),
    POST: async (request, reply) => {
      const envVar = await createEnvVar(...of(request), bodyObject(request));
      return reply.code(201).send({ data: envVar });
    },
  });
  route(app, `${path}/:envVarName`, {
    GET: async (request) => ({ data: await getEnvVar(...of(request), envVarName(request)) }),
    PUT: update,
    POST: update,
    DELETE: async (request, reply) => {
      await deleteEnvVar(...of(request), envVarName(request));
      return reply.code(204).send();
    },
  });
}
