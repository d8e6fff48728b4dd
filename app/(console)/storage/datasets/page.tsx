import type { Metadata } from 'next';
import { DatasetFilters } from '@/components/dataset/dataset-filters.tsx';
import { DatasetTable } from '@/components/dataset/dataset-table.tsx';
import { NewDatasetDialog } from '@/components/dataset/new-dataset-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { listDatasetRows } from '@/lib/dataset/list.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type DatasetsQuery } from '@/lib/paths.ts';
import { createDatasetAction } from './actions.ts';

export const metadata: Metadata = { title: 'Datasets' };

const PAGE_ROWS = 50;

export default async function DatasetsPage({ searchParams }: { searchParams: Promise<DatasetsQuery> }) {
  const query = await searchParams;
  const path = consolePath.datasets(query);
  await requireAccount(path);
  const ownership = query.ownership === 'ownedByMe' || query.ownership === 'sharedWithMe' ? query.ownership : undefined;
  const { rows, total, next } = await open(path, (ctx) =>
    listDatasetRows(ctx, {
      limit: PAGE_ROWS,
      withUnnamed: query.unnamed === '1',
      ...(query.search && { search: query.search }),
      ...(ownership && { ownership }),
      after: parseKey(query.after),
    }),
  );
  const isFiltered = Boolean(query.search || ownership);
  return (
    <>
      <PageHeader
        title="Datasets"
        description="Tables that grow: items are added and read, never changed."
        actions={
          <Button variant="primary" href={consolePath.datasets({ ...query, dialog: 'new' })} scroll={false}>
            New dataset
          </Button>
        }
      />
      <DatasetFilters query={query} total={total} />
      <DatasetTable
        rows={rows}
        isFiltered={isFiltered}
        clearHref={consolePath.datasets()}
        newHref={consolePath.datasets({ dialog: 'new' })}
      />
      <Pagination
        label="Datasets"
        newerHref={query.after ? consolePath.datasets({ ...query, after: undefined }) : null}
        olderHref={next && consolePath.datasets({ ...query, after: keyText(next) })}
      />
      {query.dialog === 'new' ? (
        <NewDatasetDialog
          action={createDatasetAction}
          closeHref={consolePath.datasets({ ...query, dialog: undefined })}
        />
      ) : null}
    </>
  );
}
