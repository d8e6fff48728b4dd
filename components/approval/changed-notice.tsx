import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import type { AskedApproval } from '@/lib/console/form-state.ts';
import { shownActorOf } from './answer-fields.tsx';
import { newsTexts } from './words.ts';

/** That the Actor is not what was answered about any more, and what is new. It takes the focus. */
export function ChangedNotice({ asked }: { asked: AskedApproval | undefined }) {
  if (!asked?.before) return null;
  const news = newsTexts(asked.before, shownActorOf(asked.question));
  return (
    <ErrorSummary
      key={asked.question.shown}
      error="The Actor has changed since this question was opened. Nothing was approved; look again."
    >
      {news.length > 0 ? (
        <ul className="mt-1 grid list-disc gap-0.5 pl-4.5">
          {news.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
    </ErrorSummary>
  );
}
