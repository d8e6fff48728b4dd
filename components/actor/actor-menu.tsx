import { Code, Share2, ShieldCheck, ShieldOff } from 'lucide-react';
import { isRevocable, reviewLabel } from '@/components/approval/words.ts';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu.tsx';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { CopyIdItem } from './copy-id-item.tsx';

type ActorMenuProps = {
  label: string;
  actorId: string;
  /** null for those who may not share it. */
  shareHref: string | null;
  apiHref: string;
  /** null for those who have no account here, or may not run it. */
  approval: { standing: ApprovalState; reviewHref: string; revokeHref: string } | null;
};

/** What else can be done with an Actor. */
export function ActorMenu({ label, actorId, shareHref, apiHref, approval }: ActorMenuProps) {
  return (
    <Menu label={`Actions for ${label}`}>
      {approval ? (
        <>
          <MenuItem icon={<ShieldCheck />} href={approval.reviewHref}>
            {reviewLabel(approval.standing)}
          </MenuItem>
          {isRevocable(approval.standing) ? (
            <MenuItem icon={<ShieldOff />} href={approval.revokeHref}>
              Revoke approval
            </MenuItem>
          ) : null}
          <MenuSeparator />
        </>
      ) : null}
      {shareHref ? (
        <MenuItem icon={<Share2 />} href={shareHref}>
          Share
        </MenuItem>
      ) : null}
      <CopyIdItem id={actorId} />
      <MenuItem icon={<Code />} href={apiHref}>
        API
      </MenuItem>
    </Menu>
  );
}
