import { Readable } from 'node:stream';
import type { NextRequest } from 'next/server';
import { consoleContext } from '@/lib/console/context.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { parseAddress } from '@/lib/ids.ts';
import { downloadRecords } from '@/lib/key-value-store/download-records.ts';
import { recordsFilter } from '@/lib/key-value-store/input.ts';

/** The records of a store as a ZIP file, for the person who is signed in. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const query = Object.fromEntries([...request.nextUrl.searchParams].filter(([, value]) => value !== ''));
  const address = parseAddress(decodedPart((await params).id));
  try {
    const filter = recordsFilter.parse(query);
    const archive = await downloadRecords(await consoleContext(), { kind: 'key-value-store', address }, filter);
    return new Response(Readable.toWeb(Readable.from(archive.bytes, { objectMode: false })) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${archive.name}.zip"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return refusedFile(error);
  }
}
