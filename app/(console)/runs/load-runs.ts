import type { Ctx } from '@/lib/context.ts';
import { ApiError } from '@/lib/errors.ts';
import { parseAddress } from '@/lib/ids.ts';
import { type KeyPage, parseKey } from '@/lib/paging.ts';
import type { RunsQuery } from '@/lib/paths.ts';
import { listRunRows, type RunRowFilter, type RunRowView } from '@/lib/run-list/list-rows.ts';
import { JOB_ORIGINS, JOB_STATUSES, PERMISSION_LEVELS } from '@/lib/vocabulary.ts';

const PAGE_ROWS = 50;

/** The page of the list that an address asks for. What it asks for and cannot be is left out; an Actor or a task that cannot be seen has no runs. */
export async function loadRuns(ctx: Ctx, query: RunsQuery): Promise<KeyPage<RunRowView> & { total: number }> {
  try {
    return await listRunRows(ctx, { ...filterOf(query), limit: PAGE_ROWS, after: parseKey(query.after) });
  } catch (error) {
    const isOfActor =
      error instanceof ApiError && (error.status === 404 || error.status === 400) && (query.actor || query.task);
    if (!isOfActor) throw error;
    return { rows: [], next: null, total: 0 };
  }
}

function filterOf({ actor, task, status, origin, level }: RunsQuery): RunRowFilter {
  const asked = status?.split(',') ?? [];
  return {
    actor: actor ? parseAddress(actor.trim()) : undefined,
    task: task ? parseAddress(task.trim()) : undefined,
    statuses: JOB_STATUSES.filter((known) => asked.includes(known)),
    origin: JOB_ORIGINS.find((known) => known === origin),
    level: PERMISSION_LEVELS.find((known) => known === level),
  };
}

/** What changes in a list while one looks: other runs, and how they stand. */
export const versionOfRuns = ({ rows, total }: { rows: RunRowView[]; total: number }): string =>
  JSON.stringify([
    total,
    rows.map(({ id, status, statusMessage, itemCount }) => [id, status, statusMessage, itemCount]),
  ]);
