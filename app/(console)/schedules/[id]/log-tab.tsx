import { ScheduleLogTable } from '@/components/schedule/log-table.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { listLogLines } from '@/lib/schedule/list-log.ts';

const PAGE_LINES = 50;

export async function LogTab({ id, after }: { id: string; after: string | undefined }) {
  const here = (before?: string) => consolePath.schedule(id, { tab: 'log', after: before });
  const before = /^\d{1,15}$/.test(after ?? '') ? Number(after) : undefined;
  const { lines, next } = await open(here(after), (ctx) =>
    listLogLines(ctx, { by: 'id', id }, { before, limit: PAGE_LINES }),
  );
  return (
    <>
      <ScheduleLogTable lines={lines} />
      <Pagination
        label="Log"
        newerHref={before === undefined ? null : here()}
        olderHref={next === null ? null : here(String(next))}
      />
    </>
  );
}
