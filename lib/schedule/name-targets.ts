import { reauthorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { LogLine } from './queries.ts';

/**
 * Lines of a log, with what their targets are called in the place of `%` where whoever reads them may see that, else with their ids: a log is
 * kept for long, and what was open when it was written may be so no more, or may never have been for whom the schedule is shared with.
 */
export async function nameTargets<Line extends Pick<LogLine, 'message' | 'targetKind' | 'targetId'>>(
  ctx: Ctx,
  lines: readonly Line[],
): Promise<Line[]> {
  const names = new Map<string, Promise<string>>();
  return Promise.all(
    lines.map(async (line) => {
      const { message, targetKind, targetId } = line;
      if (targetKind === null || targetId === null) return line;
      const name = names.get(targetId) ?? nameFor(ctx, targetKind, targetId);
      names.set(targetId, name);
      const words = `${targetKind === 'actor' ? 'Actor' : 'task'} ${await name}`;
      return { ...line, message: message.replace('%', () => words) };
    }),
  );
}

async function nameFor(ctx: Ctx, kind: 'actor' | 'task', id: string): Promise<string> {
  try {
    // It is the log that is read, so it counts neither as a read of the target nor as something that a program was refused.
    const { row } = await reauthorize(ctx, 'read', { kind, address: { by: 'id', id } });
    return row.name === null ? id : `${row.ownerUsername}/${row.name}`;
  } catch (error) {
    if ([403, 404].includes(refusalOf(error)?.status ?? 0)) return id;
    throw error;
  }
}
