import { NewStorageDialog } from '@/components/storage/new-storage-dialog.tsx';
import { StorageFilters } from '@/components/storage/storage-filters.tsx';
import { StorageTable } from '@/components/storage/storage-table.tsx';
import { KIND_WORDS } from '@/components/storage/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type StoragesQuery } from '@/lib/paths.ts';
import { listStorageRows } from '@/lib/storage/list-rows.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { createStorageAction } from './actions.ts';

const PAGE_ROWS = 50;

/** The list of the storages of a kind. */
export async function StoragesPage({ kind, query }: { kind: StorageKind; query: StoragesQuery }) {
  const path = consolePath.storages(kind, query);
  await requireAccount(path);
  const ownership = query.ownership === 'ownedByMe' || query.ownership === 'sharedWithMe' ? query.ownership : undefined;
  const { rows, total, next } = await open(path, (ctx) =>
    listStorageRows(ctx, kind, {
      limit: PAGE_ROWS,
      withUnnamed: query.unnamed === '1',
      ...(query.search && { search: query.search }),
      ...(ownership && { ownership }),
      after: parseKey(query.after),
    }),
  );
  const words = KIND_WORDS[kind];
  return (
    <>
      <PageHeader
        title={words.plural}
        description={words.meaning}
        actions={
          <Button variant="primary" href={consolePath.storages(kind, { ...query, dialog: 'new' })} scroll={false}>
            New {words.one}
          </Button>
        }
      />
      <StorageFilters kind={kind} query={query} total={total} />
      <StorageTable
        kind={kind}
        rows={rows}
        isFiltered={Boolean(query.search || ownership)}
        clearHref={consolePath.storages(kind)}
        newHref={consolePath.storages(kind, { dialog: 'new' })}
      />
      <Pagination
        label={words.plural}
        newerHref={query.after ? consolePath.storages(kind, { ...query, after: undefined }) : null}
        olderHref={next && consolePath.storages(kind, { ...query, after: keyText(next) })}
      />
      {query.dialog === 'new' ? (
        <NewStorageDialog
          kind={kind}
          action={createStorageAction}
          closeHref={consolePath.storages(kind, { ...query, dialog: undefined })}
        />
      ) : null}
    </>
  );
}
