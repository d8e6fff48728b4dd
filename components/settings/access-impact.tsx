import { Link } from '@/components/ui/link.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import type { AccessImpact } from '@/lib/account/impact.ts';
import { consolePath } from '@/lib/paths.ts';
import type { AccountGeneralAccess } from '@/lib/vocabulary.ts';
import { ACCOUNT_ACCESS_WORDS } from './access-words.ts';
import { count } from './count.ts';

type ImpactProps = { impact: AccessImpact; current: AccountGeneralAccess; followingCount: number };

/** What the other choice would mean, from what was read so far. */
export function Impact({ impact, current, followingCount }: ImpactProps) {
  const { days, countingSince, openReads, openDatasets, linkReads } = impact;
  const period = countingSince
    ? `Since ${countingSince.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}, when this account began,`
    : `In the last ${days} days,`;
  const reads = count(openReads, 'read', 'reads');
  const storages = count(openDatasets, 'storage', 'storages');

  if (current === 'RESTRICTED') {
    return (
      <ImpactFrame to="ANYONE_WITH_ID_CAN_READ">
        <li>{followingText(followingCount)} Whoever knows the ID of one could read it, without signing in.</li>
        <li>Who has access now keeps it, and signed links keep working.</li>
      </ImpactFrame>
    );
  }
  return (
    <ImpactFrame to="RESTRICTED">
      <li>{followingText(followingCount)}</li>
      <li>
        {openReads === 0 ? (
          <>{period} nobody read one of them without a right of their own: no read would have been refused.</>
        ) : (
          <>
            {period} <strong>{`${reads} of ${storages}`}</strong> came without any right of their own, and would be
            refused.
          </>
        )}
      </li>
      <li>
        {linkReads === 0
          ? 'No reads came by signed links; those keep working.'
          : `${count(linkReads, 'read', 'reads')} came by signed links, which keep working.`}
      </li>
    </ImpactFrame>
  );
}

const followingText = (following: number) =>
  following === 0
    ? 'No storage and no run follows this setting now; those you make will.'
    : `${count(following, 'storage or run follows', 'storages and runs follow')} this setting, and so will those you make.`;

/** As high as the words are in a wide window, so that nothing moves when they come. */
const FRAME = 'grid min-h-34 content-start rounded-md bg-sunken px-3 py-2.5 text-sm';

function ImpactFrame({ to, children }: { to: AccountGeneralAccess; children: React.ReactNode }) {
  return (
    <div className={`gap-1.5 ${FRAME}`}>
      <h3 className="font-medium">If you change it to “{ACCOUNT_ACCESS_WORDS[to]}”</h3>
      <ul className="grid list-disc gap-1 pl-4.5">{children}</ul>
    </div>
  );
}

/** Holds the preview's place while reads are counted. Without JavaScript the preview is a press away. */
export function ImpactPending() {
  return (
    <div className={`gap-2 ${FRAME}`}>
      <p className="font-medium">Counting what a change would mean…</p>
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-3/4" />
      <noscript>
        <Link href={consolePath.security({ preview: '1' })}>Show what a change would mean</Link>
      </noscript>
    </div>
  );
}
