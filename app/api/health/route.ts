import { isReady } from '@/lib/health/queries.ts';

export const dynamic = 'force-dynamic';

export async function GET() {
  const ok = await isReady();
  return Response.json({ ok }, { status: ok ? 200 : 503 });
}
