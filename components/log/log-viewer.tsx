'use client';

import { type ReactNode, useRef, useState } from 'react';
import type { JobStatus } from '@/lib/vocabulary.ts';
import { type Found, findLines, NOTHING } from './find-lines.ts';
import { LogFrame } from './log-frame.tsx';
import { LogLines, type LogLinesHandle } from './log-lines.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { lineInAddress, useChosenLine } from './use-chosen-line.ts';
import { useLogStream } from './use-log-stream.ts';

type LogViewerProps = {
  href: string;
  rawHref: string;
  onState: (status: JobStatus) => void;
  /** What is shown until all that there is has come. */
  snapshot: ReactNode;
};

/** Of a longer log, the lines that have come are shown while others still do. */
const LINES_TO_AWAIT = 5_000;

/** A whole log, as it comes. */
export default function LogViewer({ href, rawHref, onState, snapshot }: LogViewerProps) {
  const { store, count: received, connection, isCaughtUp } = useLogStream(href, onState);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const [isFollowing, setFollowing] = useState(() => lineInAddress() === null);
  const [isWrapped, setWrapped] = useState(false);
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<Found>(NOTHING);
  const lines = useRef<LogLinesHandle>(null);

  const count = pausedAt ?? received;
  const foundNow = findLines(store.lines, count, search, found);
  // Kept while rendering, so that lines that were searched are not searched again.
  if (foundNow !== found) setFound(foundNow);
  const isShown = isCaughtUp || received > LINES_TO_AWAIT;
  const show = (index: number) => {
    setFollowing(false);
    lines.current?.show(index);
  };
  const [chosen, choose] = useChosenLine(isShown ? count : 0, show);

  if (!isShown) return snapshot;
  return (
    <LogFrame
      bar={
        <LogToolbar
          {...{ connection, rawHref, isFollowing, isWrapped, search, found }}
          lineCount={count}
          waitingCount={received - count}
          isPaused={pausedAt !== null}
          here={chosen ?? -1}
          onFollow={setFollowing}
          onPause={(isPaused) => setPausedAt(isPaused ? received : null)}
          onWrap={setWrapped}
          onSearch={setSearch}
          onGoTo={(index) => {
            choose(index);
            show(index);
          }}
        />
      }
    >
      <LogLines
        ref={lines}
        lines={store.lines}
        {...{ count, isFollowing, isWrapped, chosen }}
        search={found.text}
        onLeaveEnd={() => setFollowing(false)}
      />
    </LogFrame>
  );
}
