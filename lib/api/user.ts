/** Accounts over the API. */
import type { FastifyInstance } from 'fastify';
import { getMe, getPublicProfile } from '../account/me.ts';
import { authenticate } from '../authorization/authorize.ts';
import { contextOf, pathPart } from './request.ts';
import { route } from './route.ts';

export function userRoutes(app: FastifyInstance): void {
  route(app, '/v2/users/me', { GET: async (request) => ({ data: await getMe(contextOf(request)) }) });
  route(app, '/v2/users/:userId', {
    GET: async (request) => {
      await authenticate(contextOf(request));
      return { data: await getPublicProfile(pathPart(request, 'userId')) };
    },
  });
}
