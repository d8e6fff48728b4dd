import type { Metadata } from 'next';
import { MailState } from '@/components/operator/mail-state.tsx';
import { WorkerTable } from '@/components/operator/worker-table.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { listWorkers } from '@/lib/health/list-workers.ts';
import { getMailState } from '@/lib/mail/get-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { sendTestMailAction } from './actions.ts';

export const metadata: Metadata = { title: 'Workers' };

export default async function WorkersPage() {
  const path = consolePath.workers();
  await requireAccount(path);
  const [workers, mail] = await open(path, (ctx) => Promise.all([listWorkers(ctx), getMailState(ctx)]));
  return (
    <>
      <PageHeader
        title="Workers"
        description="The machines that run Actors and build them, and what each of them has."
      />
      <div className="mb-6">
        <WorkerTable workers={workers} />
      </div>
      <MailState state={mail} testAction={sendTestMailAction} />
    </>
  );
}
