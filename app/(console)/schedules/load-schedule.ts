import { cache } from 'react';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { parseAddress } from '@/lib/ids.ts';
import { consolePath, type ScheduleQuery } from '@/lib/paths.ts';
import { getSchedulePage, type SchedulePageView } from '@/lib/schedule/page-view.ts';

export type SchedulePageParams = { params: Promise<{ id: string }>; searchParams: Promise<ScheduleQuery> };

/** The schedule of a page, by its id or name in the address. */
export async function loadSchedule({ params, searchParams }: SchedulePageParams): Promise<SchedulePageView> {
  const address = decodedPart((await params).id);
  return loadOnce(address, consolePath.schedule(address, singles(await searchParams)));
}

/** The title and the page ask for the same. */
const loadOnce = cache((address: string, path: string) =>
  open(path, (ctx) => getSchedulePage(ctx, parseAddress(address))),
);
