/** Errors in the API's envelope. */
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, refusalOf } from '../errors.ts';
import { log } from '../log.ts';
import { isForPerson, sendDeadLink } from './dead-link.ts';

/** The headers of every answer. */
export function answerHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  // A change of access holds for the next request, so no answer may be kept; and nothing that people stored may be taken for a page.
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
}

/** Answers with an error. An unknown one is a 500 without its text; the log has its cause under the request id. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const shown = shownError(error, request);
  const { retryAfterSecs } = shown.data ?? {};
  if (typeof retryAfterSecs === 'number') reply.header('retry-after', retryAfterSecs);
  answerHeaders(request, reply);
  if (isForPerson(request, shown)) {
    sendDeadLink(request, reply, shown);
    return;
  }
  reply
    .code(shown.status)
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({ error: { type: shown.type, message: shown.message, ...(shown.data && { data: shown.data }) } }),
    );
}

/** Answers to what is no HTTP at all, where there is neither request nor reply. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const [line, message] = isTooLarge
    ? ['431 Request Header Fields Too Large', 'The headers are too large']
    : ['400 Bad Request', 'The request is not valid HTTP'];
  const body = JSON.stringify({ error: { type: 'invalid-request', message } });
  socket.end(
    `HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function shownError(error: unknown, request: FastifyRequest): ApiError {
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  // Who has hung up gets no answer; it is nothing of ours to log.
  if (request.raw.socket.destroyed)
    return new ApiError('invalid-request', 'The connection ended before the request did');
  const statusCode = (error as Partial<FastifyError>).statusCode;
  const message = (error as Partial<FastifyError>).message ?? '';
  if ((error as Partial<FastifyError>).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new ApiError('invalid-content-type-header', 'The content type is not one');
  if (statusCode === 413) return new ApiError('request-too-large', 'The request is too large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ApiError('invalid-request', message);
  log().error({ requestId: request.id, err: error }, 'request failed');
  return new ApiError(
    'internal-error',
    `Something went wrong on our side. Quote request ${request.id} when you report it.`,
  );
}
