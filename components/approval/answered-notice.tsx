'use client';

import { useEffect } from 'react';
import { Notice } from '@/components/ui/notice.tsx';
import { announce } from '@/components/ui/status.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { answeredText, standingText, startedText } from './words.ts';

/** What came of the answer, as it stands now. */
export function AnsweredNotice({ standing }: { standing: ApprovalState }) {
  const { state } = standing;
  const isApproved = state === 'approved';
  useEffect(() => announce(answeredText(state)), [state]);
  return (
    <div className="mb-4">
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
  useEffect(() => announce(text), [text]);
  return (
    <div className="mb-4">
      <Notice tone="success" title={text}>
        {standing.state === 'needed'
          ? 'You are asked again the next time that it wants full permissions.'
          : standingText(standing)}
      </Notice>
    </div>
  );
}
