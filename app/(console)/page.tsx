import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccessSummary } from '@/components/home/access-summary.tsx';
import { RecentDatasets } from '@/components/home/recent-datasets.tsx';
import { StartHere } from '@/components/home/start-here.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { getFirstSteps } from '@/lib/account/first-steps.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { listDatasetRows } from '@/lib/dataset/list.ts';
import { consolePath } from '@/lib/paths.ts';

export const metadata: Metadata = { title: 'Home' };

const RECENT_ROWS = 5;

export default async function HomePage() {
  // Sign-in leads on to sign-up where there is no account yet.
  const account = (await signedInAccount()) ?? redirect(consolePath.signIn());
  const [steps, { rows }] = await open(consolePath.home(), (ctx) =>
    Promise.all([getFirstSteps(ctx), listDatasetRows(ctx, { withUnnamed: true, limit: RECENT_ROWS })]),
  );
  return (
    <>
      <PageHeader title={`Hello, ${account.name || account.username}`} />
      <StartHere {...steps} />
      <RecentDatasets rows={rows} />
      <AccessSummary generalAccess={account.generalAccess} />
    </>
  );
}
