import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccessSummary } from '@/components/home/access-summary.tsx';
import { RecentRuns } from '@/components/home/recent-runs.tsx';
import { RecentStorages } from '@/components/home/recent-storages.tsx';
import { StartHere } from '@/components/home/start-here.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { getFirstSteps } from '@/lib/account/first-steps.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { listRunRows } from '@/lib/run-list/list-rows.ts';
import { listStorageRows } from '@/lib/storage/list-rows.ts';
import { STORAGE_KINDS } from '@/lib/vocabulary.ts';

export const metadata: Metadata = { title: 'Home' };

const RECENT_ROWS = 6;

export default async function HomePage() {
  // Sign-in leads on to sign-up where there is no account yet.
  const account = (await signedInAccount()) ?? redirect(consolePath.signIn());
  const [steps, runs, lists] = await open(consolePath.home(), (ctx) =>
    Promise.all([
      getFirstSteps(ctx),
      listRunRows(ctx, { limit: RECENT_ROWS }),
      Promise.all(STORAGE_KINDS.map((kind) => listStorageRows(ctx, kind, { withUnnamed: false, limit: RECENT_ROWS }))),
    ]),
  );
  const newest = lists
    .flatMap(({ rows }) => rows)
    .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    .slice(0, RECENT_ROWS);
  return (
    <>
      <PageHeader title={`Hello, ${account.name || account.username}`} />
      <StartHere {...steps} />
      {/* Side by side where each has the room of a small table. */}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,28rem),1fr))] items-start gap-x-6">
        <RecentRuns rows={runs.rows} />
        <RecentStorages rows={newest} />
      </div>
      <AccessSummary generalAccess={account.generalAccess} />
    </>
  );
}
