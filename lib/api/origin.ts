import type { FastifyRequest } from 'fastify';
import type { JobOrigin } from '../vocabulary.ts';

const NAMED_ORIGINS: readonly JobOrigin[] = ['CLI', 'CI', 'MCP', 'APIFY_AI'];

/** Where a client says that a request comes from; other origins are known from the request itself. Source: contract 7.0. */
export function originOf(request: FastifyRequest): JobOrigin | undefined {
  const named = String(request.headers['x-apify-request-origin'] ?? '');
  return NAMED_ORIGINS.find((origin) => origin === named);
}
