import type { z } from 'zod';
import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { ListPage } from '../paging.ts';
import type { scheduleList } from '../schedule/input.ts';
import type { ScheduleShortView } from '../schedule/view.ts';
import { countListed, selectSchedules } from './queries.ts';

/** Lists the schedules of the account and those shared with it. Errors: `token-not-provided`. */
export async function listSchedules(
  ctx: Ctx,
  { offset, limit, desc }: z.infer<typeof scheduleList>,
): Promise<ListPage<ScheduleShortView>> {
  const listing = await authorizeListing(ctx, 'schedule');
  const filter = { onlyNamed: false };
  const [rows, total] = await Promise.all([
    selectSchedules(listing, filter, { offset, limit, desc }),
    countListed(listing, filter),
  ]);
  const items = rows.map(({ ownerId, ownerUsername: _, title: _title, ...row }) => ({ ...row, userId: ownerId }));
  return { total, offset, limit, count: items.length, desc, items };
}
