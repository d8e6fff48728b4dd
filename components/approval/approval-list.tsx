import type { ReactNode } from 'react';
import { actorLabel } from '@/components/actor/words.ts';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ApprovalRowView } from '@/lib/approval-list/list.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { ActorUse } from './actor-use.tsx';
import { WHY_LOOK } from './list-words.ts';
import { Reason } from './reason.tsx';

type ApprovalListProps = {
  rows: ApprovalRowView[];
  /** Sets and takes away the ceiling: `limit` or `unlimit` is the id of the Actor. */
  action: FormAction;
  /** Where the question leads whether to revoke. */
  revokeHref: (id: string) => string;
};

/** Each Actor with why it may run with full permissions, what it touched, and how to end that. One form holds all. */
export function ApprovalList({ rows, action, revokeHref }: ApprovalListProps) {
  return (
    <ActionForm action={action}>
      <ul aria-label="Actors" className="grid grid-cols-1 gap-3">
        {rows.map((row) => (
          <li key={row.id}>
            <Approval row={row} revokeHref={revokeHref(row.id)} />
          </li>
        ))}
      </ul>
    </ActionForm>
  );
}

function Approval({ row, revokeHref }: { row: ApprovalRowView; revokeHref: string }) {
  const { id, name, ownerUsername, isVisible, why, lastRun, use } = row;
  const label = actorLabel({ title: row.title, name: name ?? id });
  const headingId = `approval-${id}`;
  return (
    <article aria-labelledby={headingId} className="grid grid-cols-1 gap-3 rounded-md border border-line bg-raised p-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
          <div className="flex flex-wrap items-center gap-2">
            <h2 id={headingId} className="min-w-0 font-semibold break-words">
              {isVisible ? <Link href={consolePath.actor(id)}>{label}</Link> : label}
            </h2>
            <Badge tone={WHY_LOOK[why].tone}>{WHY_LOOK[why].label}</Badge>
          </div>
          <p className="text-sm break-words text-muted">
            {ownerUsername}/{name}
          </p>
        </div>
        <Actions row={row} label={label} revokeHref={revokeHref} />
      </div>
      <dl className="grid gap-x-8 gap-y-2 text-sm wide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_10rem]">
        <Fact term="Why">
          <Reason row={row} />
        </Fact>
        <Fact term={`Touched in the last ${use.days} days`}>
          <ActorUse use={use} label={label} />
        </Fact>
        <Fact term="Last run">
          {lastRun ? (
            <Link href={consolePath.run(lastRun.id)}>
              <RelativeTime at={lastRun.startedAt} />
              <span className="sr-only"> of {label}</span>
            </Link>
          ) : (
            <span className="text-muted">None yet</span>
          )}
        </Fact>
      </dl>
      {isSuggested(row) ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-moss-soft px-3 py-2 text-sm">
          <p className="min-w-40 flex-1">
            All that it did in these days would have been permitted with limited permissions.
          </p>
          <SubmitButton variant="secondary" size="small" name="limit" value={id}>
            Always limit<span className="sr-only">: {label}</span>
          </SubmitButton>
        </div>
      ) : null}
    </article>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** Whether it needs no more than limited permissions, as far as is known, and could have more. */
const isSuggested = ({ why, use }: ApprovalRowView) =>
  use.wouldWorkLimited === true && !['waits', 'ceiling', 'ended'].includes(why);

function Actions({ row, label, revokeHref }: { row: ApprovalRowView; label: string; revokeHref: string }) {
  const { id, why, standing, isVisible } = row;
  const hidden = <span className="sr-only"> {label}</span>;
  return (
    <div className="flex flex-wrap gap-2">
      {standing.state === 'needed' && isVisible ? (
        <Button size="small" href={consolePath.actor(id, { approvePermissions: 'true' })}>
          Review{hidden}
        </Button>
      ) : null}
      {why === 'ceiling' ? (
        <SubmitButton variant="secondary" size="small" name="unlimit" value={id}>
          Stop limiting{hidden}
        </SubmitButton>
      ) : isSuggested(row) ? null : (
        <SubmitButton variant="secondary" size="small" name="limit" value={id}>
          Always limit{hidden}
        </SubmitButton>
      )}
      {why === 'approved' || why === 'prior-run' ? (
        <Button size="small" href={revokeHref} scroll={false}>
          Revoke{hidden}
        </Button>
      ) : null}
    </div>
  );
}
