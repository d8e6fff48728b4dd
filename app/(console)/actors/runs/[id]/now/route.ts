import type { NextRequest } from 'next/server';
import { consoleContext } from '@/lib/console/context.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { getRunNow } from '@/lib/run-page/get-page.ts';

/** What of a run changes while it runs, for its page. */
export async function GET(_request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  try {
    const now = await getRunNow(await consoleContext(), { by: 'id', id: decodedPart(id) });
    return Response.json(now, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return refusedFile(error);
  }
}
