'use client';

import { useEffect } from 'react';
import { Notice } from '@/components/ui/notice.tsx';
import { announce } from '@/components/ui/status.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { standingText } from './words.ts';

/** What came of the answer, as it stands now. */
export function AnsweredNotice({ standing }: { standing: ApprovalState }) {
  const isApproved = standing.state === 'approved';
  const text = standingText(standing);
  useEffect(() => announce(text), [text]);
  return (
    <div className="mb-4">
      <Notice tone={isApproved ? 'success' : 'info'}>
        {text}
        {isApproved ? ' You can close this page and try again where you came from, or start it here.' : null}
      </Notice>
    </div>
  );
}
