'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type UIEvent, useEffect, useRef, useState } from 'react';
import type { JobStatus } from '@/lib/vocabulary.ts';
import { type Found, findLines, NOTHING } from './find-lines.ts';
import { LogFrame } from './log-frame.tsx';
import { LogLine } from './log-line.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { useChosenLine } from './use-chosen-line.ts';
import { useLogStream } from './use-log-stream.ts';

type LogViewerProps = {
  href: string;
  rawHref: string;
  onState: (status: JobStatus) => void;
  /** What is shown until all that there is has come. */
  snapshot: ReactNode;
};

const LINE_PX = 20;
/** Within this time of a key, a wheel or a finger, scrolling is the reader's. */
const READERS_MILLIS = 1_000;

/** A whole log: only the lines in sight are in the page, so that hundreds of thousands scroll as smoothly as ten. */
export default function LogViewer({ href, rawHref, onState, snapshot }: LogViewerProps) {
  const { store, count: received, connection, isCaughtUp } = useLogStream(href, onState);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [isWrapped, setWrapped] = useState(false);
  const [search, setSearch] = useState('');
  const found = useRef<Found>(NOTHING);
  const region = useRef<HTMLDivElement>(null);
  const actedAt = useRef(0);
  const lastTop = useRef(0);

  const count = pausedAt ?? received;
  found.current = findLines(store.lines, count, search, found.current);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => region.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  const scrollTo = (index: number, align: 'end' | 'center') => rows.scrollToIndex(index, { align });
  const [chosen, choose] = useChosenLine(count, (index) => {
    setFollowing(false);
    scrollTo(index, 'center');
  });

  const isShown = isCaughtUp || received > 5_000;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer stays the same one.
  useEffect(() => {
    if (isFollowing && isShown && count > 0) scrollTo(count - 1, 'end');
  }, [isFollowing, isShown, isWrapped, count]);

  if (!isShown) return snapshot;

  const noteReader = () => {
    actedAt.current = Date.now();
  };
  const stopAtReader = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop } = event.currentTarget;
    if (scrollTop < lastTop.current - 2 && Date.now() - actedAt.current < READERS_MILLIS) setFollowing(false);
    lastTop.current = scrollTop;
  };
  const goTo = (index: number) => {
    setFollowing(false);
    choose(index);
    scrollTo(index, 'center');
  };

  return (
    <LogFrame
      bar={
        <LogToolbar
          {...{ connection, rawHref, isFollowing, isWrapped, search }}
          lineCount={count}
          waitingCount={received - count}
          isPaused={pausedAt !== null}
          found={found.current}
          here={chosen ?? -1}
          onFollow={setFollowing}
          onPause={(isPaused) => setPausedAt(isPaused ? received : null)}
          onWrap={(wrapped) => {
            setWrapped(wrapped);
            rows.measure();
          }}
          onSearch={setSearch}
          onGoTo={goTo}
        />
      }
    >
      {/* Lines are not spoken one by one: whoever listens reads when they want to. */}
      <div
        ref={region}
        role="log"
        aria-label="Log"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={stopAtReader}
        onWheel={noteReader}
        onTouchMove={noteReader}
        onKeyDown={noteReader}
        onPointerMove={(event) => event.buttons > 0 && noteReader()}
        className="min-h-0 flex-1 overflow-auto [overflow-anchor:none] -outline-offset-2"
      >
        {count === 0 ? <p className="p-3 text-sm text-muted">Nothing was printed yet.</p> : null}
        <div
          className="relative min-w-full"
          style={{ height: rows.getTotalSize(), ['--digits' as string]: Math.max(3, String(count).length) }}
        >
          {rows.getVirtualItems().map(({ index, start }) => (
            <LogLine
              key={index}
              ref={isWrapped ? rows.measureElement : undefined}
              index={index}
              top={start}
              line={store.lines[index] ?? ''}
              isWrapped={isWrapped}
              isChosen={index === chosen}
              search={found.current.text}
            />
          ))}
        </div>
      </div>
    </LogFrame>
  );
}
