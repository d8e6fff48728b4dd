import type { ReactNode } from 'react';
import { LinkLifetime, LinkLifetimeSelect } from '@/components/key-value-store/link-lifetime.tsx';
import { RecordFilters } from '@/components/key-value-store/record-filters.tsx';
import { RecordTable } from '@/components/key-value-store/record-table.tsx';
import { BackToRecords, RecordView } from '@/components/key-value-store/record-view.tsx';
import { lifetimeOptions, usualLifetime } from '@/components/sharing/lifetimes.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { LIFETIME_COOKIE, rememberedLifetime } from '@/lib/console/link-lifetime.ts';
import { open } from '@/lib/console/page.ts';
import type { Ctx } from '@/lib/context.ts';
import { refusalOf } from '@/lib/errors.ts';
import { listRecords } from '@/lib/key-value-store/list-records.ts';
import { previewRecord } from '@/lib/key-value-store/preview-record.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { createRecordLinkAction, createRecordLinkFormAction, rememberLifetimeAction } from '../actions.ts';
import { collectionsOf } from './collections.ts';

type RecordsTabProps = { view: StoragePageView<'key-value-store'>; query: StorageQuery };

const PAGE_RECORDS = 50;

/** The records of a store, or one of them. */
export async function RecordsTab({ view, query }: RecordsTabProps) {
  const { storage, may, maxLinkLifetimeSecs } = view;
  const here = (change: StorageQuery) => consolePath.storage('key-value-store', storage.id, { ...query, ...change });
  const lifetimes = lifetimeOptions(maxLinkLifetimeSecs);
  const lifetime = await rememberedLifetime(lifetimes, usualLifetime(maxLinkLifetimeSecs));
  const links = {
    storeId: storage.id,
    mayShare: may.share,
    create: createRecordLinkAction,
    formAction: createRecordLinkFormAction,
  };
  const lifetimeSelect = may.share ? <LinkLifetimeSelect options={lifetimes} action={rememberLifetimeAction} /> : null;
  const parts = { view, query, here, links, lifetimeSelect };
  return (
    <LinkLifetime initial={lifetime} cookieName={LIFETIME_COOKIE}>
      {query.record === undefined ? <Records {...parts} /> : <OneRecord {...parts} recordKey={query.record} />}
    </LinkLifetime>
  );
}

type Parts = RecordsTabProps & {
  here: (change: StorageQuery) => string;
  links: Parameters<typeof RecordTable>[0]['links'];
  lifetimeSelect: ReactNode;
};

async function Records({ view, query, here, links, lifetimeSelect }: Parts) {
  const { id } = view.storage;
  const { prefix, collection, after } = query;
  const collections = collectionsOf(view.storage.schema);
  const known = collections.find(({ name }) => name === collection)?.name;
  const reference = { kind: 'key-value-store', address: { by: 'id', id } } as const;
  const { rows, next, total } = await open(here({}), (ctx) =>
    listRecords(ctx, reference, { prefix: prefix || undefined, collection: known, after, limit: PAGE_RECORDS }),
  );
  if (view.storage.recordCount === 0) {
    return (
      <EmptyState
        action={
          view.may.write ? (
            <Button href={here({ dialog: 'upload' })} scroll={false}>
              Upload a record
            </Button>
          ) : undefined
        }
      >
        No records yet. Programs put them over the API{view.may.write ? ', and you can upload files.' : '.'}
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <RecordFilters prefix={prefix} collection={known} collections={collections} total={total} />
        {lifetimeSelect}
      </div>
      {rows.length === 0 ? (
        <EmptyState
          action={<Button href={here({ prefix: undefined, collection: undefined, after: undefined })}>Show all</Button>}
        >
          {after ? 'There are no records after this key.' : 'No record has a key like that.'}
        </EmptyState>
      ) : (
        <RecordTable rows={rows} here={here} mayWrite={view.may.write} links={links} />
      )}
      <Pagination
        label="Records"
        words={{ newer: 'First', older: 'Next', atNewest: 'These are the first', atOldest: 'These are the last' }}
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: next })}
      />
    </div>
  );
}

async function OneRecord({ view, here, links, lifetimeSelect, recordKey }: Parts & { recordKey: string }) {
  const listHref = here({ record: undefined });
  const record = await open(here({}), (ctx) => preview(ctx, view.storage.id, recordKey));
  if (!record) {
    return (
      <div className="grid grid-cols-1 gap-4">
        <BackToRecords href={listHref} />
        <EmptyState>There is no record {recordKey} in this store.</EmptyState>
      </div>
    );
  }
  return (
    <RecordView
      record={record}
      listHref={listHref}
      deleteHref={here({ delete: recordKey })}
      mayWrite={view.may.write}
      links={links}
    >
      {lifetimeSelect}
    </RecordView>
  );
}

/** null for a record that is not there, or no longer: the store is. */
async function preview(ctx: Ctx, id: string, recordKey: string) {
  try {
    return await previewRecord(ctx, { by: 'id', id }, recordKey);
  } catch (error) {
    const type = refusalOf(error)?.type;
    if (type === 'record-not-found' || type === 'invalid-record-key') return null;
    throw error;
  }
}
