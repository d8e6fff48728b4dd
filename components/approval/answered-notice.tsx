import { Announce } from '@/components/ui/announce.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { answeredText, standingText, startedText } from './words.ts';

/** What came of the answer, as it stands now. */
export function AnsweredNotice({ standing }: { standing: ApprovalState }) {
  const { state } = standing;
  const isApproved = state === 'approved';
  return (
    <div className="mb-4">
      <Announce text={answeredText(state)} />
      <Notice tone={isApproved ? 'success' : 'info'}>
        {standingText(standing)}
        {isApproved
          ? ' Nothing was started: you can close this page and try again where you came from, or start it here.'
          : null}
      </Notice>
    </div>
  );
}

/** The same on the page of the run that the answer let start. */
export function StartedNotice({ level, standing }: { level: PermissionLevel; standing: ApprovalState }) {
  const text = startedText(level);
  return (
    <div className="mb-4">
      <Announce text={text} />
      <Notice tone="success" title={text}>
        {standing.state === 'needed'
          ? 'You are asked again the next time that it wants full permissions.'
          : standingText(standing)}
      </Notice>
    </div>
  );
}
