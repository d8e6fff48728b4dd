import type { NextRequest } from 'next/server';
import { consoleContext } from '@/lib/console/context.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { previewCadence } from '@/lib/schedule/cadence.ts';

/** What a cadence means and when it fires next, for the form in which it is typed. */
export async function GET(request: NextRequest): Promise<Response> {
  const query = request.nextUrl.searchParams;
  try {
    const preview = await previewCadence(await consoleContext(), query.get('cron') ?? '', query.get('timezone') ?? '');
    return Response.json(preview, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return refusedFile(error);
  }
}
