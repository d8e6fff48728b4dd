import { refusalOf } from '../errors.ts';

/** The answer of a route that was to give a file. An unknown failure is thrown on. */
export function refusedFile(error: unknown): Response {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  return Response.json({ error: { type: refusal.type, message: refusal.message } }, { status: refusal.status });
}
