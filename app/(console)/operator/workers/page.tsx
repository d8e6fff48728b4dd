import type { Metadata } from 'next';
import { WorkerTable } from '@/components/operator/worker-table.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { listWorkers } from '@/lib/health/list-workers.ts';
import { consolePath } from '@/lib/paths.ts';

export const metadata: Metadata = { title: 'Workers' };

export default async function WorkersPage() {
  const path = consolePath.workers();
  await requireAccount(path);
  const workers = await open(path, listWorkers);
  return (
    <>
      <PageHeader
        title="Workers"
        description="The machines that run Actors and build them, and what each of them has."
      />
      <WorkerTable workers={workers} />
    </>
  );
}
