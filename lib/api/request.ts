/** What the API's doors read of a request. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { NO_CREDENTIAL, tokenCredential } from '../authentication/credential.ts';
import type { Credential, Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';

/** The context of a use-case. No cookie is read here, ever. Errors: `user-or-token-not-found` for a header that holds no token. */
export function contextOf(request: FastifyRequest): Ctx {
  return {
    credential: credentialOf(request),
    requestId: request.id,
    via: 'API',
    ipAddress: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
  };
}

/** A token from `Authorization: Bearer …` or, for links and simple tools, from `?token=`. Source: contract 3.5. */
function credentialOf(request: FastifyRequest): Credential {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
    if (!token) throw new ApiError('user-or-token-not-found', 'The Authorization header must be "Bearer" and a token');
    return tokenCredential(token);
  }
  const token = queryOf(request).token;
  return token === undefined ? NO_CREDENTIAL : tokenCredential(token);
}

/** The query, one text for each name: the last one given. Empty ones count as absent, since official clients send some. */
export function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const query: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    const text = Array.isArray(value) ? value.at(-1) : value;
    if (text !== undefined && text !== '') query[name] = text;
  }
  return query;
}

/** Parses the query; names that the schema does not know are ignored. Errors: `invalid-parameter`. */
export function parseQuery<T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> {
  const parsed = schema.safeParse(queryOf(request));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError('invalid-parameter', `Parameter "${issue?.path.map(String).join('.')}": ${issue?.message}`);
}

/** A part of the path. */
export function pathPart(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string | undefined>)[name] ?? '';
}
