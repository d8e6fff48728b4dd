import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { nameTargets } from './name-targets.ts';
import { type LogLine, selectLog } from './queries.ts';

export type LogLineView = Pick<
  LogLine,
  'sequence' | 'level' | 'message' | 'createdAt' | 'runId' | 'actorId' | 'errorType' | 'firingId'
>;

/** A page of the Console's log, the newest first; `next` is what the page after it goes on before. Errors: `record-not-found`. */
export async function listLogLines(
  ctx: Ctx,
  address: Address,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ lines: LogLineView[]; next: number | null }> {
  const proof = await authorize(ctx, 'read', { kind: 'schedule', address });
  const lines = await selectLog(proof, limit + 1, before);
  const shown = await nameTargets(ctx, lines.slice(0, limit));
  return { lines: shown, next: lines.length > limit ? (shown.at(-1)?.sequence ?? null) : null };
}
