import { ScheduleLogTable } from '@/components/schedule/log-table.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { isTimeZone } from '@/lib/schedule/cron.ts';
import { listLogLines } from '@/lib/schedule/list-log.ts';

const PAGE_LINES = 50;

type LogTabProps = { id: string; timezone: string; after: string | undefined };

export async function LogTab({ id, timezone, after }: LogTabProps) {
  const here = (before?: string) => consolePath.schedule(id, { tab: 'log', after: before });
  const before = /^\d{1,15}$/.test(after ?? '') ? Number(after) : undefined;
  const { lines, next } = await open(here(after), (ctx) =>
    listLogLines(ctx, { by: 'id', id }, { before, limit: PAGE_LINES }),
  );
  return (
    <>
      <ScheduleLogTable lines={lines} timezone={isTimeZone(timezone) ? timezone : 'UTC'} />
      <Pagination
        label="Log"
        newerHref={before === undefined ? null : here()}
        olderHref={next === null ? null : here(String(next))}
      />
    </>
  );
}
