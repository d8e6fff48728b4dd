import type { NextRequest } from 'next/server';
import { logResponse } from '@/lib/console/log-response.ts';
import { decodedPart } from '@/lib/console/path-part.ts';

type Params = { params: Promise<{ buildId: string }> };

/** What a build prints, for the person who is signed in. */
export async function GET(request: NextRequest, { params }: Params): Promise<Response> {
  const { buildId } = await params;
  return logResponse(request, { kind: 'build', id: decodedPart(buildId) });
}
