/** How routes are declared: each path once, with its verbs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
type Verb = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
export type Handlers = { [V in Verb]?: Handler | undefined };
const VERBS: readonly Verb[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** Every path of the API with its verbs, for the test that holds the access matrix against them. */
export const ROUTES: { path: string; verbs: Verb[] }[] = [];

/** Declares a path. A HEAD is answered as a GET unless `HEAD` is undefined. Verbs that it does not have are answered with 405 and the list of those it has. */
export function route(app: FastifyInstance, path: string, handlers: Handlers): void {
  // A HEAD is a GET without its body; handlers that stream look at the method and send headers only.
  const all = { ...(handlers.GET && { HEAD: handlers.GET }), ...handlers };
  const verbs = VERBS.filter((verb) => all[verb]);
  if (!ROUTES.some((known) => known.path === path)) ROUTES.push({ path, verbs });
  for (const verb of [...VERBS, 'PATCH'] as const) {
    app.route({
      method: verb,
      url: path,
      exposeHeadRoute: false,
      handler:
        (verb === 'PATCH' ? undefined : all[verb]) ??
        ((_request, reply) => {
          reply.header('allow', verbs.join(', '));
          throw new ApiError('method-not-allowed', `This address takes ${verbs.join(', ')}`);
        }),
    });
  }
}
