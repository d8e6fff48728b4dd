'use client';

import { useEffect } from 'react';
import { Notice } from '@/components/ui/notice.tsx';
import { announce } from '@/components/ui/status.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { answeredText, standingText } from './words.ts';

/** What came of the answer, as it stands now. */
export function AnsweredNotice({ standing }: { standing: ApprovalState }) {
  const { state } = standing;
  const isApproved = state === 'approved';
  useEffect(() => announce(answeredText(state)), [state]);
  return (
    <div className="mb-4">
      <Notice tone={isApproved ? 'success' : 'info'}>
        {standingText(standing)}
        {isApproved ? ' You can close this page and try again where you came from, or start it here.' : null}
      </Notice>
    </div>
  );
}
