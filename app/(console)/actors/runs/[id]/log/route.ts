import type { NextRequest } from 'next/server';
import { logResponse } from '@/lib/console/log-response.ts';
import { decodedPart } from '@/lib/console/path-part.ts';

/** What a run prints, for the person who is signed in. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return logResponse(request, { kind: 'run', id: decodedPart(id) });
}
