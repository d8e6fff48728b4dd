import { Link } from '@/components/ui/link.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { Named } from '@/lib/webhook-page/queries.ts';

const WORDS = { actor: 'Actor', task: 'Task', run: 'Run' } as const;

/** What a webhook waits for, or starts. What has no name any more has been deleted, or is out of sight. */
export function NamedLink({ kind, id, name }: Named) {
  const path = { actor: consolePath.actor, task: consolePath.task, run: consolePath.run }[kind](id);
  if (kind !== 'run' && name === null) {
    return <span className="text-muted">{WORDS[kind]} that is not there any more</span>;
  }
  return (
    <span className="min-w-0 break-all">
      <span className="text-muted">{WORDS[kind]} </span>
      <Link href={path}>{name ?? id}</Link>
    </span>
  );
}
