import type { NextRequest } from 'next/server';
import { consoleContext } from '@/lib/console/context.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { loadRuns, versionOfRuns } from '../load-runs.ts';

/** The version of a list of runs, for its page. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const runs = await loadRuns(await consoleContext(), Object.fromEntries(request.nextUrl.searchParams));
    return Response.json({ version: versionOfRuns(runs) }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return refusedFile(error);
  }
}
