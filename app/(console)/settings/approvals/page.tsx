import type { Metadata } from 'next';
import { actorLabel } from '@/components/actor/words.ts';
import { ApprovalList } from '@/components/approval/approval-list.tsx';
import { WHY_LOOK } from '@/components/approval/list-words.ts';
import { RevokeDialog } from '@/components/approval/revoke-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ChoiceLinks } from '@/components/ui/choice-links.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { getStarters } from '@/lib/approval-list/get-starters.ts';
import { approvalFilter, WHYS } from '@/lib/approval-list/input.ts';
import { countApprovals, listApprovals } from '@/lib/approval-list/list.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { type ApprovalsQuery, consolePath } from '@/lib/paths.ts';
import { revokeApprovalAction, setCeilingAction } from './actions.ts';

export const metadata: Metadata = { title: 'Approvals' };

const PAGE_ROWS = 20;

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<ApprovalsQuery> }) {
  const query = singles(await searchParams);
  const { after, revoke } = query;
  const here = (change: ApprovalsQuery) => consolePath.approvals({ why, after, ...change });
  // What makes no sense is left out, as if it were not there.
  const why = approvalFilter.shape.why.safeParse(query.why || undefined).data;
  await requireAccount(here({ revoke }));
  const [counts, { rows, next }, starters] = await open(here({ revoke }), (ctx) =>
    Promise.all([
      countApprovals(ctx),
      listApprovals(ctx, { filter: { why }, after: parseKey(after), limit: PAGE_ROWS }),
      revoke ? getStarters(ctx, revoke) : [],
    ]),
  );
  const total = WHYS.reduce((sum, each) => sum + counts[each], 0);
  const revoked = rows.find(({ id }) => id === revoke);
  const isRevocable = revoked?.why === 'approved' || revoked?.why === 'prior-run';
  return (
    <>
      <PageHeader
        title="Approvals"
        description="Actors that may run with full permissions in your account, why they may, and what they did with them. What you end here holds from the next start on."
      />
      {total > 0 ? (
        <div className="mb-4">
          <ChoiceLinks
            label="Why"
            choices={[
              { label: `All ${total.toLocaleString('en')}`, href: consolePath.approvals(), isCurrent: !why },
              ...WHYS.filter((each) => counts[each] > 0 || each === why).map((each) => ({
                label: `${WHY_LOOK[each].label} ${counts[each].toLocaleString('en')}`,
                href: consolePath.approvals({ why: each }),
                isCurrent: each === why,
              })),
            ]}
          />
        </div>
      ) : null}
      {rows.length > 0 ? (
        <ApprovalList rows={rows} action={setCeilingAction} revokeHref={(id) => here({ revoke: id })} />
      ) : total === 0 ? (
        <EmptyState action={<Button href={consolePath.actors()}>Go to Actors</Button>}>
          No Actor may run with full permissions in your account. You are asked the first time that one wants to.
        </EmptyState>
      ) : (
        <EmptyState action={<Button href={consolePath.approvals()}>Show all</Button>}>
          There is none of these.
        </EmptyState>
      )}
      <Pagination
        label="Approvals"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
      {revoke ? (
        <RevokeDialog
          actorId={revoke}
          label={revoked && isRevocable ? actorLabel({ title: revoked.title, name: revoked.name ?? revoke }) : null}
          starters={starters}
          action={revokeApprovalAction}
          closeHref={here({})}
        />
      ) : null}
    </>
  );
}
