import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { NextRequest } from 'next/server';
import { tryAct } from '@/lib/console/action.ts';
import { consoleContext } from '@/lib/console/context.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { parseAddress } from '@/lib/ids.ts';
import { DEFAULT_CONTENT_TYPE, isPlainImage, servedContentType } from '@/lib/key-value-store/content-type.ts';
import { openRecord } from '@/lib/key-value-store/open-record.ts';
import { putRecord } from '@/lib/key-value-store/put-record.ts';

type Params = { params: Promise<{ id: string }> };

const storeOf = async ({ params }: Params) =>
  ({ kind: 'key-value-store', address: parseAddress(decodedPart((await params).id)) }) as const;

/**
 * A record's bytes, for the person who is signed in. Always an attachment: what people stored is never shown as a page of ours. A picture
 * on a page of ours takes the pixels all the same, and its address opens for nobody else.
 */
export async function GET(request: NextRequest, params: Params): Promise<Response> {
  try {
    const key = request.nextUrl.searchParams.get('key') ?? '';
    const record = await openRecord(await consoleContext(), await storeOf(params), key);
    const chunks = Readable.from(record.read(), { objectMode: false, highWaterMark: 65_536 });
    return new Response(Readable.toWeb(chunks) as ReadableStream, {
      headers: {
        // Pixels are shown; all else has no type that this origin's own pages could take for a script or a style.
        'content-type': isPlainImage(record.contentType) ? servedContentType(record.contentType) : DEFAULT_CONTENT_TYPE,
        'content-length': String(record.byteCount),
        'content-disposition': `attachment; filename="${record.key}"`,
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return refusedFile(error);
  }
}

/** Takes a file as it arrives, of any size that a record may have. Sent by the page's script, which cannot come from elsewhere. */
export async function PUT(request: NextRequest, params: Params): Promise<Response> {
  const key = request.nextUrl.searchParams.get('key') ?? '';
  const store = await storeOf(params);
  const stream = Readable.fromWeb((request.body ?? new Blob([]).stream()) as NodeStream) as AsyncIterable<Buffer>;
  const contentType = request.headers.get('content-type') ?? undefined;
  const result = await tryAct((ctx) => putRecord(ctx, store, key, { contentType, stream }));
  return Response.json(result, { status: result.ok ? 201 : 400 });
}
