import { Share2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { TaskPageView } from '@/lib/task/page-view.ts';
import { actorWords, taskLabel } from './words.ts';

type TaskHeaderProps = {
  view: TaskPageView;
  /** null for those who may not share it. */
  shareHref: string | null;
  /** In the card of the permission badge: how the Actor stands with the reader. */
  standing: ReactNode;
  isAlwaysLimited: boolean;
  actions: ReactNode;
};

export function TaskHeader({ view, shareHref, standing, isAlwaysLimited, actions }: TaskHeaderProps) {
  const { task, actor, isOwner } = view;
  return (
    <>
      <PageHeader
        title={taskLabel(task)}
        breadcrumb={[{ label: 'Tasks', href: consolePath.tasks() }]}
        chips={
          <>
            {actor ? (
              <PermissionBadge level={actor.level} isAlwaysLimited={isAlwaysLimited}>
                {standing}
              </PermissionBadge>
            ) : null}
            {isOwner ? null : <Badge>Owned by {task.username}</Badge>}
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
        description={task.description}
      />
      <Facts
        facts={[
          {
            term: 'Actor',
            value: actor ? (
              <Link href={consolePath.actor(actor.id)} title={actor.name.replace('~', '/')}>
                {actorWords(actor)}
              </Link>
            ) : (
              <code>{task.actId}</code>
            ),
          },
          { term: 'ID', value: <CopyText text={task.id} label="Copy task ID" /> },
          { term: 'Name', value: <CopyText text={`${task.username}/${task.name}`} label="Copy task name" /> },
          { term: 'Runs', value: task.stats.totalRuns.toLocaleString('en') },
          { term: 'Modified', value: <RelativeTime at={task.modifiedAt} /> },
        ]}
      />
    </>
  );
}
