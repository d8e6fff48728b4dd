import { authorizeListing } from '../authorization/authorize.ts';
import type { ListingFilter } from '../authorization/listing.ts';
import type { Ctx } from '../context.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import { cadenceWords } from '../schedule/cadence.ts';
import {
  countListed,
  type LastFiring,
  type ScheduleListRow,
  selectBlocked,
  selectLastFirings,
  selectSchedules,
} from './queries.ts';

/** A row of the Console's list. */
export interface ScheduleRowView extends Omit<ScheduleListRow, 'actions' | 'ownerId'> {
  isOwn: boolean;
  cadence: string;
  targetCount: number;
  lastFiring: LastFiring | null;
  /** Whether its last firing was refused something for want of an approval that is still wanting; the viewer's own ones. */
  isBlocked: boolean;
}

export interface ScheduleRowFilter {
  search?: string | undefined;
  ownership?: 'ownedByMe' | 'sharedWithMe' | undefined;
}

/** A page of the Console's list, newest first. Errors: `token-not-provided`. */
export async function listScheduleRows(
  ctx: Ctx,
  { search, ownership, after, limit }: ScheduleRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<KeyPage<ScheduleRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, 'schedule');
  const filter: ListingFilter = { search, ownership, onlyNamed: false };
  const [rows, total] = await Promise.all([
    selectSchedules(listing, filter, { offset: 0, limit: limit + 1, desc: true, after }),
    countListed(listing, filter),
  ]);
  const ids = rows.map(({ id }) => id);
  const [firings, blocked] = await Promise.all([selectLastFirings(listing, ids), selectBlocked(listing, ids)]);
  const views = rows.map(({ actions, ownerId, ...row }): ScheduleRowView => {
    const lastFiring = firings.find(({ scheduleId }) => scheduleId === row.id) ?? null;
    return {
      ...row,
      ...{ isOwn: ownerId === listing.accountId, cadence: cadenceWords(row.cronExpression), lastFiring },
      targetCount: actions.length,
      isBlocked: (lastFiring?.unapprovedCount ?? 0) > 0 && blocked.has(row.id),
    };
  });
  return { ...keyPage(views, limit), total };
}
