import type { Metadata } from 'next';
import { NewScheduleDialog } from '@/components/schedule/new-schedule-dialog.tsx';
import { NoSchedules, ScheduleTable } from '@/components/schedule/schedule-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ListFilters } from '@/components/ui/list-filters.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type SchedulesQuery } from '@/lib/paths.ts';
import { cadencePreview } from '@/lib/schedule/cadence.ts';
import { listScheduleRows, type ScheduleRowFilter } from '@/lib/schedule-listing/list-rows.ts';
import { createScheduleAction, setEnabledAction } from './actions.ts';

export const metadata: Metadata = { title: 'Schedules' };

const PAGE_ROWS = 50;
const USUAL = { cron: '0 9 * * *', timezone: 'UTC' };

export default async function SchedulesPage({ searchParams }: { searchParams: Promise<SchedulesQuery> }) {
  const query = singles(await searchParams);
  const path = consolePath.schedules(query);
  await requireAccount(path);
  const { search, ownership, after } = query;
  const filter: ScheduleRowFilter = {
    ...(search && { search }),
    ...((ownership === 'ownedByMe' || ownership === 'sharedWithMe') && { ownership }),
  };
  const { rows, next, total } = await open(path, (ctx) =>
    listScheduleRows(ctx, { ...filter, limit: PAGE_ROWS, after: parseKey(after) }),
  );
  const here = (change: SchedulesQuery) => consolePath.schedules({ ...query, ...change });
  return (
    <>
      <PageHeader
        title="Schedules"
        description="They start Actors and tasks by themselves, at the times you choose."
        actions={
          <Button variant="primary" href={here({ dialog: 'new' })} scroll={false}>
            New schedule
          </Button>
        }
      />
      <ListFilters
        many="schedules"
        query={query}
        total={`${total.toLocaleString('en')} ${total === 1 ? 'schedule' : 'schedules'}`}
      />
      {rows.length === 0 ? (
        <NoSchedules
          isFiltered={Boolean(search || ownership)}
          clearHref={consolePath.schedules()}
          newHref={consolePath.schedules({ dialog: 'new' })}
        />
      ) : (
        <ScheduleTable rows={rows} action={setEnabledAction} />
      )}
      <Pagination
        label="Schedules"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {query.dialog === 'new' ? (
        <NewScheduleDialog
          cadence={{ ...USUAL, preview: cadencePreview(USUAL.cron, USUAL.timezone) }}
          action={createScheduleAction}
          closeHref={here({ dialog: undefined })}
        />
      ) : null}
    </>
  );
}
