/**
 * What people stored, on its way to a browser.
 *
 * It never becomes a page of this origin: its type is what it says (`nosniff`), it runs nothing and is of no origin (`sandbox`), and what is
 * not known to be passive is a download. Only on an origin of its own (`CONTENT_URL`) is it shown, and runs nothing there either.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { essenceOf, isPassive, servedContentType } from '../key-value-store/content-type.ts';

const POLICY = "default-src 'none'; img-src 'self' data:; media-src 'self' data:; style-src 'unsafe-inline'; sandbox";

/** Sets the headers of stored content. `fileName`: of a download; `isDownload`: whether one was asked for. */
export function contentHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  { contentType, fileName, isDownload }: { contentType: string; fileName: string; isDownload: boolean },
): void {
  reply.header('content-type', servedContentType(contentType));
  reply.header('content-security-policy', POLICY);
  reply.header('cross-origin-resource-policy', isEmbeddable(contentType) ? 'cross-origin' : 'same-origin');
  if (isDownload || !mayBeShown(request, contentType)) {
    reply.header('content-disposition', `attachment; filename="${fileName}"`);
  }
}

const mayBeShown = (request: FastifyRequest, contentType: string): boolean =>
  isPassive(contentType) || (isContentHost(request) && essenceOf(contentType) !== 'application/pdf');

/** Pages of others may show images and play sounds from here, and nothing else: not as a script, a style or a frame. */
const isEmbeddable = (contentType: string): boolean =>
  isPassive(contentType) || essenceOf(contentType) === 'image/svg+xml';

/** Whether a request came to the origin that is for stored content alone. */
export function isContentHost(request: FastifyRequest): boolean {
  const { contentUrl } = env();
  return contentUrl !== undefined && request.host.toLowerCase() === new URL(contentUrl).host;
}

const CONTENT_PATHS = ['/v2/key-value-stores/:id/records/:key', '/v2/datasets/:id/items'];

/** On the origin for stored content there is nothing but stored content. */
export function guardContentHost(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (!isContentHost(request)) return;
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (isReading && CONTENT_PATHS.includes(request.routeOptions.url ?? '')) return;
    throw new ApiError('page-not-found', 'There is nothing at this address');
  });
}
