import type { Metadata } from 'next';
import { BulkAbortDialog } from '@/components/run/bulk-abort-dialog.tsx';
import { LivePage } from '@/components/run/live-page.tsx';
import { RunFilters } from '@/components/run/run-filters.tsx';
import { NoRuns, RunTable } from '@/components/run/run-table.tsx';
import { SelectAll, Selection } from '@/components/storage/selection.tsx';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText } from '@/lib/paging.ts';
import { consolePath, type RunsQuery } from '@/lib/paths.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { bulkAbortAction } from './actions.ts';
import { loadRuns, versionOfRuns } from './load-runs.ts';

export const metadata: Metadata = { title: 'Runs' };

export default async function RunsPage({ searchParams }: { searchParams: Promise<RunsQuery> }) {
  const asked = await searchParams;
  const path = consolePath.runs(asked);
  await requireAccount(path);
  const chosen = [asked.id ?? []].flat();
  const { id: _, dialog, after, ...filter } = singles(asked);
  const query = { ...filter, after };
  const { rows, next, total } = await open(path, (ctx) => loadRuns(ctx, query));
  const here = (change: RunsQuery) => consolePath.runs({ ...query, ...change });
  const isUnfinished = rows.some(({ status }) => !isFinal(status));
  return (
    <>
      <PageHeader title="Runs" description="Each time an Actor works: with its own permissions, log and storages." />
      <RunFilters query={filter} total={total} />
      {rows.length === 0 ? (
        <NoRuns isFiltered={Object.values(filter).some(Boolean)} clearHref={consolePath.runs()} />
      ) : (
        <Selection
          path={consolePath.runs()}
          fields={query}
          label="Selected runs"
          actions={
            <Button type="submit" name="dialog" value="bulk-abort" size="small">
              Abort
            </Button>
          }
        >
          <RunTable
            rows={rows}
            selection={
              isUnfinished
                ? { chosen: new Set(chosen), all: <SelectAll label="Select all unfinished runs on this page" /> }
                : undefined
            }
          />
        </Selection>
      )}
      <Pagination
        label="Runs"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {isUnfinished ? <LivePage href={consolePath.runsNow(query)} version={versionOfRuns({ rows, total })} /> : null}
      {dialog === 'bulk-abort' && chosen.length > 0 ? (
        <BulkAbortDialog ids={chosen} action={bulkAbortAction} closeHref={here({})} />
      ) : null}
    </>
  );
}
