import type { Metadata } from 'next';
import { AccessFilters } from '@/components/access/access-filters.tsx';
import { AccessLinks } from '@/components/access/access-links.tsx';
import { AccessPeople } from '@/components/access/access-people.tsx';
import { EndAllDialog } from '@/components/access/end-all-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { accessFilter } from '@/lib/access-hub/input.ts';
import { listAccountGrants, listAccountLinks, summarizeAccess } from '@/lib/access-hub/list.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { type AccessQuery, consolePath } from '@/lib/paths.ts';
import { isStorageKind } from '@/lib/vocabulary.ts';
import { endAllAction, endSelectedAction } from './actions.ts';

export const metadata: Metadata = { title: 'Links & access' };

const PAGE_ROWS = 50;

export default async function AccessPage({ searchParams }: { searchParams: Promise<AccessQuery> }) {
  const { after, dialog, ...asked } = await searchParams;
  const { username } = await requireAccount(consolePath.access({ ...asked, after, dialog }));
  const isOfPeople = asked.tab === 'people';
  const query: AccessQuery = { ...asked, tab: isOfPeople ? 'people' : undefined };
  const filter = readFilter(query);
  const here = (change: AccessQuery) => consolePath.access({ ...query, after, ...change });
  const page = { filter, after: parseKey(after), limit: PAGE_ROWS };
  const [summary, links, people] = await open(here({ dialog }), (ctx) =>
    Promise.all([
      summarizeAccess(ctx),
      isOfPeople ? null : listAccountLinks(ctx, page),
      isOfPeople ? listAccountGrants(ctx, page) : null,
    ]),
  );
  const next = (links ?? people)?.next ?? null;
  const isOfOne = filter.resourceId !== undefined;
  const about = (links ?? people)?.rows[0];
  const isFiltered = Boolean(filter.kind || filter.search || filter.resourceId || filter.state !== 'live');

  return (
    <>
      <PageHeader
        title="Links & access"
        description="Every signed link to what is yours, and everybody you gave access. What you end here opens nothing from the next request on."
        actions={
          <Button
            variant="danger"
            href={here({ dialog: isOfPeople ? 'end-grants' : 'end-links' })}
            scroll={false}
            disabledReason={isOfPeople && summary.grantCount === 0 ? 'Nobody was given access' : undefined}
          >
            {isOfPeople ? 'End all access of others' : 'End all links'}
          </Button>
        }
      />
      <Tabs
        label="Links and people"
        tabs={[
          { label: 'Links', count: summary.liveLinkCount, href: consolePath.access(), isCurrent: !isOfPeople },
          {
            ...{ label: 'People', count: summary.grantCount, isCurrent: isOfPeople },
            href: consolePath.access({ tab: 'people' }),
          },
        ]}
      />
      <div className="pt-4">
        <AccessFilters query={query} isFiltered={isFiltered} />
        {isOfOne && about ? (
          <Notice
            action={
              isOfPeople || !isStorageKind(about.kind) ? null : (
                <Button
                  size="small"
                  href={consolePath.storage(about.kind, about.resourceId, { tab: 'access', dialog: 'end-links' })}
                >
                  End all links to it
                </Button>
              )
            }
          >
            Only what is about {about.resourceName ?? about.resourceId}.
          </Notice>
        ) : null}
        {links ? (
          <AccessLinks links={links.rows} isFiltered={isFiltered} isOfOne={isOfOne} action={endSelectedAction} />
        ) : null}
        {people ? (
          <AccessPeople grants={people.rows} isFiltered={isFiltered} isOfOne={isOfOne} action={endSelectedAction} />
        ) : null}
        <Pagination
          label={isOfPeople ? 'People' : 'Links'}
          newerHref={after ? here({ after: undefined }) : null}
          olderHref={next === null ? null : here({ after: keyText(next) })}
        />
      </div>
      {dialog === 'end-links' || dialog === 'end-grants' ? (
        <EndAllDialog
          what={dialog === 'end-links' ? 'links' : 'grants'}
          summary={summary}
          username={username}
          action={endAllAction}
          closeHref={here({ dialog: undefined })}
        />
      ) : null}
    </>
  );
}

/** What the address asks for; a part that makes no sense is left out, as if it were not there. */
function readFilter({ kind, state, search, resource }: AccessQuery) {
  const { shape } = accessFilter;
  return {
    kind: shape.kind.safeParse(kind).data,
    state: shape.state.safeParse(state || undefined).data ?? 'live',
    search: shape.search.safeParse(search || undefined).data,
    resourceId: shape.resourceId.safeParse(resource || undefined).data,
  };
}
