import { ChartNoAxesColumn } from 'lucide-react';
import { LiveTime } from '@/components/ui/live-time.tsx';
import type { ApprovalQuestion } from '@/lib/approval/get-question.ts';
import { rightWords } from './list-words.ts';
import { Part } from './part.tsx';

type EarlierRunsProps = Pick<ApprovalQuestion, 'earlierRuns' | 'at'>;

/** What runs of the Actor in the reader's account show: whether it can do with less, and what it failed for. */
export function EarlierRuns({ earlierRuns, at }: EarlierRunsProps) {
  const { days, finishedRuns, wouldWorkLimited, beyond, failedLimited } = earlierRuns;
  const needed = [...new Set(beyond.map(quotedRight))];
  if (!failedLimited && !wouldWorkLimited && needed.length === 0) return null;
  return (
    <Part icon={<ChartNoAxesColumn aria-hidden="true" />} title="What your earlier runs show">
      <ul className="grid list-disc gap-1 pl-4.5">
        {failedLimited ? (
          <li className="wrap-anywhere">
            Your last run with limited permissions,{' '}
            <LiveTime atMillis={failedLimited.startedAt.getTime()} renderedAtMillis={at.getTime()} />,{' '}
            {failedLimited.status === 'TIMED-OUT' ? 'ran out of time' : 'failed'} after it was refused{' '}
            {failedLimited.refusals.map((refusal) => timesText(quotedRight(refusal), refusal.count)).join(', ')}
          </li>
        ) : null}
        {wouldWorkLimited ? (
          <li>
            All that its {finishedRuns.toLocaleString('en')} finished runs did in the last {days} days would have been
            permitted with limited permissions
          </li>
        ) : null}
        {needed.length > 0 ? (
          <li className="wrap-anywhere">
            In the last {days} days it used full permissions for {needed.join(', ')}
          </li>
        ) : null}
      </ul>
    </Part>
  );
}

const quotedRight = (right: Parameters<typeof rightWords>[0]) => `“${rightWords(right)}”`;

const timesText = (right: string, count: number) =>
  count === 1 ? right : `${right} (${count.toLocaleString('en')} times)`;
