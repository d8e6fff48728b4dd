/** A dataset's items over the API, streamed in any format. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/rows.ts';
import { exportItems } from '../dataset/export-items.ts';
import { itemsSelection, itemsWriting } from '../dataset/input.ts';
import { FORMATS } from '../dataset/items/formats/formats.ts';
import { listItems } from '../dataset/list-items.ts';
import { queryBoolean } from '../paging.ts';
import { contextOf, parseQuery } from './request.ts';

export const itemsQuery = itemsWriting.extend({ attachment: queryBoolean.default(false) });

/**
 * Streams items. The bare array has no envelope; the page is described by headers, all five of which clients need.
 * Source: contract 6.
 */
export async function sendItems(
  request: FastifyRequest,
  reply: FastifyReply,
  reference: Reference<'dataset'>,
): Promise<unknown> {
  const { format: formatName, attachment, ...options } = parseQuery(request, itemsQuery);
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const selection = parseQuery(request, itemsSelection);
  const reading = await listItems(contextOf(request), reference, selection, gone.signal);
  const format = FORMATS[formatName];
  const { total, offset, limit, count, desc } = reading;
  for (const [name, value] of Object.entries({ total, offset, limit, count, desc })) {
    reply.header(`x-apify-pagination-${name}`, String(value));
  }
  // What people stored is never a page of ours, even where a browser shows it.
  reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  reply.header('cross-origin-resource-policy', 'same-origin');
  if (attachment) {
    const fileName = `${reading.datasetName ?? reading.datasetId}.${format.fileExtension}`;
    reply.header('content-disposition', `attachment; filename="${fileName}"`);
  }
  reply.type(format.contentType);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(
    Readable.from(await exportItems(reading, formatName, options), { objectMode: false, highWaterMark: 65_536 }),
  );
}
