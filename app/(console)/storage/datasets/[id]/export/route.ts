import { Readable } from 'node:stream';
import type { NextRequest } from 'next/server';
import { consoleContext } from '@/lib/console/context.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { downloadItems } from '@/lib/dataset/download-items.ts';

/** A dataset as a file, for the person who is signed in. Always an attachment: what people stored is never shown as a page of ours. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const query = Object.fromEntries([...request.nextUrl.searchParams].filter(([, value]) => value !== ''));
  try {
    const file = await downloadItems(await consoleContext(), decodedPart(id), query, request.signal);
    return new Response(Readable.toWeb(Readable.from(file.chunks, { objectMode: false })) as ReadableStream, {
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.name}"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    // Nobody reads this answer.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return refusedFile(error);
  }
}
