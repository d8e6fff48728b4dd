import { BulkActions } from '@/components/storage/bulk-actions.tsx';
import { NewStorageDialog } from '@/components/storage/new-storage-dialog.tsx';
import { Selection } from '@/components/storage/selection.tsx';
import { StorageFilters } from '@/components/storage/storage-filters.tsx';
import { NoStorages, StorageTable } from '@/components/storage/storage-table.tsx';
import { KIND_WORDS } from '@/components/storage/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import type { Ctx } from '@/lib/context.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { type BulkDialog, consolePath, type StoragesQuery } from '@/lib/paths.ts';
import { countStorageRows, listStorageRows, type StorageRowFilter } from '@/lib/storage/list-rows.ts';
import { STORAGE_KINDS, type StorageKind } from '@/lib/vocabulary.ts';
import { createStorageAction } from './actions.ts';
import { BulkDialogFor } from './bulk/bulk-dialog-for.tsx';

const PAGE_ROWS = 50;

/** The list of the storages of a kind. */
export async function StoragesPage({ kind, query: asked }: { kind: StorageKind; query: StoragesQuery }) {
  const path = consolePath.storages(kind, asked);
  await requireAccount(path);
  const chosen = [asked.id ?? []].flat();
  const { id: _, dialog, after, ...filter } = singles(asked);
  const query = { ...filter, after };
  const { rows, next, totals } = await open(path, (ctx) => load(ctx, kind, query));
  const here = (change: StoragesQuery) => consolePath.storages(kind, { ...query, ...change });
  const words = KIND_WORDS[kind];
  return (
    <>
      <PageHeader
        title={words.plural}
        description={words.meaning}
        actions={
          <Button variant="primary" href={here({ dialog: 'new' })} scroll={false}>
            New {words.one}
          </Button>
        }
      />
      <Tabs
        label="Kinds of storages"
        tabs={STORAGE_KINDS.map((other) => ({
          label: KIND_WORDS[other].plural,
          count: totals[other],
          href: consolePath.storages(other, filter),
          isCurrent: other === kind,
        }))}
      />
      <div className="grid grid-cols-1 pt-4">
        <StorageFilters kind={kind} query={query} total={totals[kind]} />
        {rows.length === 0 ? (
          <NoStorages
            kind={kind}
            isFiltered={Boolean(query.search || query.ownership)}
            clearHref={consolePath.storages(kind)}
            newHref={consolePath.storages(kind, { dialog: 'new' })}
          />
        ) : (
          <Selection
            path={consolePath.storages(kind)}
            fields={query}
            label={`Selected ${words.many}`}
            actions={<BulkActions />}
          >
            <StorageTable kind={kind} rows={rows} chosen={new Set(chosen)} />
          </Selection>
        )}
      </div>
      <Pagination
        label={words.plural}
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {dialog === 'new' ? <NewStorageDialog kind={kind} action={createStorageAction} closeHref={here({})} /> : null}
      {isBulkDialog(dialog) ? <BulkDialogFor kind={kind} dialog={dialog} ids={chosen} closeHref={here({})} /> : null}
    </>
  );
}

const isBulkDialog = (dialog: StoragesQuery['dialog']): dialog is BulkDialog =>
  dialog === 'bulk-share' || dialog === 'bulk-access' || dialog === 'bulk-delete';

/** The page of the list, and how many there are of each kind under the same filter. */
async function load(ctx: Ctx, kind: StorageKind, query: StoragesQuery) {
  const { ownership } = query;
  const filter: StorageRowFilter = {
    withUnnamed: query.unnamed === '1',
    ...(query.search && { search: query.search }),
    ...((ownership === 'ownedByMe' || ownership === 'sharedWithMe') && { ownership }),
  };
  const others = STORAGE_KINDS.filter((other) => other !== kind);
  const [{ rows, next, total }, ...otherTotals] = await Promise.all([
    listStorageRows(ctx, kind, { ...filter, limit: PAGE_ROWS, after: parseKey(query.after) }),
    ...others.map(async (other) => [other, await countStorageRows(ctx, other, filter)] as const),
  ]);
  const totals = Object.fromEntries([[kind, total], ...otherTotals]) as Record<StorageKind, number>;
  return { rows, next, totals };
}
