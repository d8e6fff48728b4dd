import type { Metadata } from 'next';
import { ActorTable, NoActors } from '@/components/actor/actor-table.tsx';
import { NewActorDialog } from '@/components/actor/new-actor-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ListFilters } from '@/components/ui/list-filters.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { type ActorRowFilter, listActorRows } from '@/lib/actor-listing/list-rows.ts';
import { listActorTemplates } from '@/lib/actor-template/list.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { type ActorsQuery, consolePath } from '@/lib/paths.ts';
import { createActorAction } from './actions.ts';

export const metadata: Metadata = { title: 'Actors' };

const PAGE_ROWS = 50;

export default async function ActorsPage({ searchParams }: { searchParams: Promise<ActorsQuery> }) {
  const query = singles(await searchParams);
  const path = consolePath.actors(query);
  await requireAccount(path);
  const { search, ownership, after } = query;
  const filter: ActorRowFilter = {
    ...(search && { search }),
    ...((ownership === 'ownedByMe' || ownership === 'sharedWithMe') && { ownership }),
  };
  const { rows, next, total } = await open(path, (ctx) =>
    listActorRows(ctx, { ...filter, limit: PAGE_ROWS, after: parseKey(after) }),
  );
  const here = (change: ActorsQuery) => consolePath.actors({ ...query, ...change });
  return (
    <>
      <PageHeader
        title="Actors"
        description="Programs that run here, each with just the permissions that it declares."
        actions={
          <Button variant="primary" href={here({ dialog: 'new' })} scroll={false}>
            New Actor
          </Button>
        }
      />
      <ListFilters
        many="Actors"
        query={query}
        total={`${total.toLocaleString('en')} ${total === 1 ? 'Actor' : 'Actors'}`}
      />
      {rows.length === 0 ? (
        <NoActors
          isFiltered={Boolean(search || ownership)}
          clearHref={consolePath.actors()}
          newHref={consolePath.actors({ dialog: 'new' })}
        />
      ) : (
        <ActorTable rows={rows} />
      )}
      <Pagination
        label="Actors"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {query.dialog === 'new' ? (
        <NewActorDialog
          templates={await listActorTemplates()}
          action={createActorAction}
          closeHref={here({ dialog: undefined })}
        />
      ) : null}
    </>
  );
}
