import { LEVEL_WORDS } from '@/components/actor/words.ts';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { ApprovalRowView, EndOfApproval } from '@/lib/approval-list/list.ts';
import { consolePath } from '@/lib/paths.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';

/** Why an Actor may run with full permissions in the account, or why it may not any more. */
export function Reason({ row: { standing, ended, level } }: { row: ApprovalRowView }) {
  switch (standing.state) {
    case 'approved':
      return (
        <>
          Approved{standing.by ? ` by ${standing.by}` : ''} <Since at={standing.since} />
        </>
      );
    case 'prior-run':
      return (
        <>
          It has run with full permissions here before, first <Since at={standing.since} />. That counts as an approval.
        </>
      );
    case 'own-actor':
      return 'It is yours: nobody asks you about it.';
    case 'skip-setting':
      return (
        <>
          Nobody approved it{ended?.how === 'revoked' ? ' any more' : ''}. It may run since your account{' '}
          <Link href={`${consolePath.security()}#actor-approval`}>skips approval</Link>.
        </>
      );
    case 'ceiling':
      return (
        <>
          You decided <Since at={standing.since} /> that it never gets more than limited permissions.
          {level === 'LIMITED_PERMISSIONS' ? ' It asks for no more now.' : ''}
        </>
      );
    case 'limited':
    case 'needed':
      return ended ? <End ended={ended} level={level} /> : 'It has to be approved first.';
  }
}

const Since = ({ at }: { at: Date | null }) => (at ? <RelativeTime at={at} /> : null);

function End({ ended, level }: { ended: EndOfApproval; level: PermissionLevel }) {
  if (ended.how === 'revoked') {
    return (
      <>
        Revoked{ended.by ? ` by ${ended.by}` : ''} <Since at={ended.at} />. It starts again once it is approved.
      </>
    );
  }
  const isLimited = level === 'LIMITED_PERMISSIONS';
  return (
    <span className="grid gap-1">
      <span>
        Its developer changed {ended.from && ended.to && ended.from !== ended.to ? 'it' : 'its permission level'}
        {ended.from && ended.to && ended.from !== ended.to
          ? ` from ${LEVEL_WORDS[ended.from].name.toLowerCase()} to ${LEVEL_WORDS[ended.to].name.toLowerCase()}`
          : ''}
        {ended.at ? (
          <>
            {' '}
            <RelativeTime at={ended.at} />
          </>
        ) : null}
        .{' '}
        {isLimited ? 'It needs no approval now.' : 'That ended the approval; it starts again once it is approved anew.'}
      </span>
      {ended.reason ? <q className="text-muted">{ended.reason}</q> : null}
    </span>
  );
}
