import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { actorLabel } from '@/components/actor/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PersonName } from '@/components/ui/person-name.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { StoreRowView } from '@/lib/actor-listing/list-store-rows.ts';
import { consolePath } from '@/lib/paths.ts';

/** Public Actors as cards, each with the permissions that it asks for. */
export function StoreList({ rows }: { rows: StoreRowView[] }) {
  return (
    <ul aria-label="Actors" className="grid grid-cols-1 gap-3 wide:grid-cols-2">
      {rows.map((row) => (
        <li key={row.id} className="grid min-w-0 content-start gap-2 rounded-md border border-line bg-raised p-4">
          <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
            <div className="min-w-0">
              <h2 className="text-base font-semibold break-words">
                <Link href={consolePath.actor(row.id)} className="inline-flex min-h-6 items-center">
                  {actorLabel(row)}
                </Link>
              </h2>
              <p className="text-xs break-all text-muted">
                {row.username}/{row.name}
              </p>
            </div>
            <PermissionBadge level={row.level} isAlwaysLimited={row.hasCeiling} align="end" />
          </div>
          <p className="line-clamp-3 text-sm break-words">
            {row.description || <span className="text-faint">No description.</span>}
          </p>
          <p className="flex flex-wrap gap-x-3 text-xs text-muted">
            <span>
              By <PersonName name={row.ownerName} username={row.username} />
            </span>
            <span>
              {row.totalRuns.toLocaleString('en')} {row.totalRuns === 1 ? 'run' : 'runs'}
            </span>
            <span>
              Changed <RelativeTime at={row.modifiedAt} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** A store that is empty, and one in which nothing was found: they ask for different things. */
export function NothingInStore({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={consolePath.store()}>Clear the filter</Button>}>
        No public Actor matches this.
      </EmptyState>
    );
  }
  return (
    <EmptyState action={<Button href={consolePath.actors()}>Your Actors</Button>}>
      Actors that are made public will be here for everyone. You make yours public in its settings.
    </EmptyState>
  );
}
