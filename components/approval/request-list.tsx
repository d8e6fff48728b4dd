import { MessageCircleQuestion } from 'lucide-react';
import { LiveTime } from '@/components/ui/live-time.tsx';
import type { RefusedRequest } from '@/lib/approval/queries.ts';
import { Part } from './part.tsx';
import { requestText } from './words.ts';

type RequestListProps = {
  /** The latest first. */
  requests: RefusedRequest[];
  at: Date;
  /** Whether the reader has just pressed a button that starts the Actor. */
  isStart: boolean;
};

/** More would push the rest out of sight. */
const MAX_SHOWN = 5;

/** Where the question came from: what wanted to start the Actor and was refused. */
export function RequestList({ requests, at, isStart }: RequestListProps) {
  // What the reader did just now is said once.
  const others = isStart ? requests.filter(({ source }) => source !== 'session') : requests;
  const shown = others.slice(0, MAX_SHOWN);
  const more = others.slice(MAX_SHOWN);
  return (
    <Part icon={<MessageCircleQuestion aria-hidden="true" />} title="Where this question comes from">
      {isStart || others.length > 0 ? (
        <ul className="grid list-disc gap-1 pl-4.5">
          {isStart ? <li>You pressed the button just now</li> : null}
          {shown.map((request) => (
            <li key={`${request.source} ${request.sourceId}`} className="wrap-anywhere">
              {requestText(request)} was refused
              {request.count > 1 ? ` ${request.count.toLocaleString('en')} times, last` : ''}{' '}
              <LiveTime atMillis={request.lastAt.getTime()} renderedAtMillis={at.getTime()} />
            </li>
          ))}
          {more.length > 0 ? <li className="text-muted">{more.length} more were refused before</li> : null}
        </ul>
      ) : (
        <p className="text-muted">Nothing of yours has asked for it yet. You decide ahead.</p>
      )}
    </Part>
  );
}
