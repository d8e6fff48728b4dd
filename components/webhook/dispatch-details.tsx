import { Button } from '@/components/ui/button.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { DispatchStatus } from '@/components/webhook/dispatch-status.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { DispatchView } from '@/lib/webhook-dispatch/view.ts';
import { eventWords } from './words.ts';

type DispatchDetailsProps = {
  dispatch: DispatchView & { payload: string };
  closeHref: string;
  /** The Actor that our own API would have started, but for an approval. */
  awaitsApprovalOf: string | null;
};

/** One delivery: what was sent, each try, and what came back. */
export function DispatchDetails({ dispatch, closeHref, awaitsApprovalOf }: DispatchDetailsProps) {
  const { actorRunId, actorBuildId, actorId } = dispatch.eventData ?? {};
  const isTest = dispatch.eventType === 'TEST';
  return (
    <section aria-label="Delivery" className="mt-5 grid grid-cols-1 gap-4 rounded-md border border-line-strong p-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-base font-semibold">{eventWords(dispatch.eventType)}</h2>
        <DispatchStatus status={dispatch.status} tries={dispatch.calls.length} />
        <Button href={closeHref} scroll={false} variant="quiet" className="ml-auto">
          Close
        </Button>
      </div>
      {awaitsApprovalOf ? (
        <Notice
          tone="warning"
          title="The Actor waits for your approval"
          action={
            <Button href={consolePath.actor(awaitsApprovalOf, { approvePermissions: 'true' })}>
              Review permissions
            </Button>
          }
        >
          It asks for full access to your account. Once it is approved, replay this delivery, or wait for the next
          event.
        </Notice>
      ) : null}
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={dispatch.id} label="Copy delivery ID" /> },
          { term: 'Happened', value: <RelativeTime at={dispatch.createdAt} /> },
          ...(typeof actorRunId === 'string' && !isTest
            ? [{ term: 'Run', value: <Link href={consolePath.run(actorRunId)}>{actorRunId}</Link> }]
            : []),
          ...(typeof actorBuildId === 'string' && typeof actorId === 'string'
            ? [{ term: 'Build', value: <Link href={consolePath.build(actorId, actorBuildId)}>{actorBuildId}</Link> }]
            : []),
          ...(dispatch.nextTryAt ? [{ term: 'Next try', value: <RelativeTime at={dispatch.nextTryAt} /> }] : []),
          ...(dispatch.replayOf ? [{ term: 'Replay of', value: <code>{dispatch.replayOf}</code> }] : []),
        ]}
      />
      <Tries calls={dispatch.calls} />
      <div className="grid grid-cols-1 gap-1">
        <h3 className="text-sm font-medium">Payload</h3>
        <CodeBlock label="Payload" text={dispatch.payload} />
      </div>
    </section>
  );
}

function Tries({ calls }: { calls: DispatchView['calls'] }) {
  if (calls.length === 0) return <p className="text-sm text-muted">Not tried yet.</p>;
  return (
    <div className="grid grid-cols-1 gap-1">
      <h3 className="text-sm font-medium">Tries</h3>
      <ol className="grid grid-cols-1 gap-2">
        {calls.map((call, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tries are only ever added at the end.
          <li key={n} className="grid grid-cols-1 gap-1 text-sm">
            <span>
              <span className="text-muted">{n + 1}. </span>
              {call.responseStatus === null ? call.errorMessage : `Answered ${call.responseStatus}`}
              {call.startedAt ? (
                <span className="text-muted">
                  {' '}
                  · <RelativeTime at={new Date(call.startedAt)} />
                </span>
              ) : null}
            </span>
            {call.responseBody ? <CodeBlock label={`Answer ${n + 1}`} text={call.responseBody} /> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
