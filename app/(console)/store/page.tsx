import type { Metadata } from 'next';
import { StoreFilters } from '@/components/store/store-filters.tsx';
import { NothingInStore, StoreList } from '@/components/store/store-list.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { listStoreRows } from '@/lib/actor-listing/list-store-rows.ts';
import { open } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type StoreQuery } from '@/lib/paths.ts';

export const metadata: Metadata = { title: 'Store' };

const PAGE_WORDS = {
  newer: 'Previous',
  older: 'Next',
  atNewest: 'This is the first page',
  atOldest: 'This is the last page',
};

export default async function StorePage({ searchParams }: { searchParams: Promise<StoreQuery> }) {
  const query = singles(await searchParams);
  const { rows, total, page, hasMore, categories } = await open(consolePath.store(query), (ctx) =>
    listStoreRows(ctx, { ...query }),
  );
  const pageHref = (number: number) => consolePath.store({ ...query, page: number > 0 ? String(number) : undefined });
  const { page: _, ...filter } = query;
  return (
    <>
      <PageHeader
        title="Store"
        description="Actors that their developers made public: anyone with an account can run them."
      />
      <StoreFilters query={filter} categories={categories} total={total} />
      {rows.length === 0 ? (
        <NothingInStore isFiltered={Object.values(query).some(Boolean)} />
      ) : (
        <StoreList rows={rows} />
      )}
      <Pagination
        label="Store"
        words={PAGE_WORDS}
        newerHref={page > 0 ? pageHref(page - 1) : null}
        olderHref={hasMore ? pageHref(page + 1) : null}
      />
    </>
  );
}
