import { ArrowLeft, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { QueueRequestView } from '@/lib/request-queue/get-queue-request.ts';
import { RequestState } from './request-state.tsx';

type RequestViewProps = { request: QueueRequestView; listHref: string; deleteHref: string; mayWrite: boolean };

/** One request, as the API gives it. */
export function RequestView({ request, listHref, deleteHref, mayWrite }: RequestViewProps) {
  return (
    <section aria-labelledby="request" className="grid grid-cols-1 gap-4">
      <BackToRequests href={listHref} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <h2 id="request" className="min-w-0 flex-1 font-mono text-base font-semibold break-all">
          {request.url}
        </h2>
        {mayWrite ? (
          <Button href={deleteHref} scroll={false}>
            <Trash2 /> Delete request
          </Button>
        ) : null}
      </div>
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={request.id} label="Copy request ID" /> },
          { term: 'State', value: <RequestState request={request} /> },
          ...(request.lockedBy ? [{ term: 'Locked by', value: <code>{request.lockedBy}</code> }] : []),
          { term: 'Method', value: request.method },
          { term: 'Retries', value: request.retryCount.toLocaleString('en') },
          { term: 'Errors', value: request.errorCount.toLocaleString('en') },
          ...(request.handledAt ? [{ term: 'Handled', value: <RelativeTime at={request.handledAt} /> }] : []),
          { term: 'Added', value: <RelativeTime at={request.createdAt} /> },
        ]}
      />
      <CodeBlock label="The request as JSON" text={request.json} />
    </section>
  );
}

export function BackToRequests({ href }: { href: string }) {
  return (
    <Link href={href} className="inline-flex min-h-6 items-center gap-1.5 justify-self-start text-sm">
      <ArrowLeft /> All requests
    </Link>
  );
}
