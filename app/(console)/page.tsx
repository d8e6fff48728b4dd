import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccessSummary } from '@/components/home/access-summary.tsx';
import { RecentStorages } from '@/components/home/recent-storages.tsx';
import { StartHere } from '@/components/home/start-here.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { getFirstSteps } from '@/lib/account/first-steps.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { listStorageRows } from '@/lib/storage/list-rows.ts';
import { STORAGE_KINDS } from '@/lib/vocabulary.ts';

export const metadata: Metadata = { title: 'Home' };

const RECENT_ROWS = 6;

export default async function HomePage() {
  // Sign-in leads on to sign-up where there is no account yet.
  const account = (await signedInAccount()) ?? redirect(consolePath.signIn());
  const [steps, lists] = await open(consolePath.home(), (ctx) =>
    Promise.all([
      getFirstSteps(ctx),
      Promise.all(STORAGE_KINDS.map((kind) => listStorageRows(ctx, kind, { withUnnamed: true, limit: RECENT_ROWS }))),
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
      <RecentStorages rows={newest} />
      <AccessSummary generalAccess={account.generalAccess} />
    </>
  );
}
