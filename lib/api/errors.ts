/** Errors in the API's envelope. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { log } from '../log.ts';

/** Answers with an error. An unknown one is a 500 without its text; the log has its cause under the request id. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const shown = shownError(error, request);
  const { retryAfterSecs } = shown.data ?? {};
  if (typeof retryAfterSecs === 'number') reply.header('retry-after', retryAfterSecs);
  reply
    .code(shown.status)
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({ error: { type: shown.type, message: shown.message, ...(shown.data && { data: shown.data }) } }),
    );
}

function shownError(error: unknown, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  const statusCode = (error as Partial<FastifyError>).statusCode;
  const message = (error as Partial<FastifyError>).message ?? '';
  if (statusCode === 413) return new ApiError('request-too-large', 'The request is too large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ApiError('invalid-request', message);
  log().error({ requestId: request.id, err: error }, 'request failed');
  return new ApiError(
    'internal-error',
    `Something went wrong on our side. Quote request ${request.id} when you report it.`,
  );
}
