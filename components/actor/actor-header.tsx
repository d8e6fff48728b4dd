import { Share2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { BadgeStanding } from '@/components/approval/badge-standing.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { PersonName } from '@/components/ui/person-name.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { consolePath } from '@/lib/paths.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { ActorMenu } from './actor-menu.tsx';
import { PermissionBadge } from './permission-badge.tsx';
import { actorLabel } from './words.ts';

type ActorHeaderProps = {
  actor: {
    id: string;
    name: string;
    title: string | null;
    description: string | null;
    username: string;
    isPublic: boolean;
    isDeprecated: boolean;
    level: PermissionLevel;
    totalRuns: number;
    lastRunStartedAt: Date | null;
    modifiedAt: Date;
  };
  isOwner: boolean;
  /** Of who made it. */
  ownerName: string;
  /** null for those who may not share it. */
  shareHref: string | null;
  /** How it stands with the reader's account; null for visitors and for those who may not run it. */
  approval: { standing: ApprovalState; reviewHref: string; revokeHref: string } | null;
  apiHref: string;
  actions?: ReactNode;
};

export function ActorHeader(props: ActorHeaderProps) {
  const { actor, isOwner, ownerName, shareHref, approval, apiHref, actions } = props;
  return (
    <>
      <PageHeader
        title={actorLabel(actor)}
        breadcrumb={[{ label: 'Actors', href: consolePath.actors() }]}
        chips={
          <>
            <PermissionBadge level={actor.level} isAlwaysLimited={approval?.standing.state === 'ceiling'}>
              {approval ? <BadgeStanding standing={approval.standing} reviewHref={approval.reviewHref} /> : null}
            </PermissionBadge>
            {actor.isPublic ? <Badge tone="accent">Public</Badge> : null}
            {actor.isDeprecated ? <Badge tone="amber">Deprecated</Badge> : null}
            {isOwner ? null : (
              <Badge>
                <span>
                  Made by <PersonName name={ownerName} username={actor.username} />
                </span>
              </Badge>
            )}
          </>
        }
        actions={
          <>
            {shareHref ? (
              <Button href={shareHref} scroll={false}>
                <Share2 /> Share
              </Button>
            ) : null}
            {actions}
          </>
        }
        menu={<ActorMenu label={actorLabel(actor)} actorId={actor.id} {...{ shareHref, apiHref, approval }} />}
        description={actor.description}
      />
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={actor.id} label="Copy Actor ID" /> },
          { term: 'Name', value: <CopyText text={`${actor.username}/${actor.name}`} label="Copy Actor name" /> },
          { term: 'Runs', value: actor.totalRuns.toLocaleString('en') },
          {
            term: 'Last run',
            value: actor.lastRunStartedAt ? <RelativeTime at={actor.lastRunStartedAt} /> : 'Never',
          },
          { term: 'Modified', value: <RelativeTime at={actor.modifiedAt} /> },
        ]}
      />
    </>
  );
}
