// oxlint-disable react/incompatible-library -- Nothing that it gives is memoized here.
// oxlint-disable react-hooks/exhaustive-deps -- The other linter looks at it too, and has the reasons.
'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, type UIEvent, useEffect, useImperativeHandle, useRef } from 'react';
import { cx } from '@/components/ui/cx.ts';
import { LogLine } from './log-line.tsx';

export interface LogLinesHandle {
  /** Brings a line to the middle of what is in sight. */
  show: (index: number) => void;
}

type LogLinesProps = {
  ref: Ref<LogLinesHandle>;
  lines: readonly string[];
  /** How many of them are shown. */
  count: number;
  isFollowing: boolean;
  isWrapped: boolean;
  chosen: number | null;
  /** In small letters. */
  search: string;
  /** The reader scrolled up. */
  onLeaveEnd: () => void;
};

/** As high as what is pressed must be. */
const LINE_PX = 24;
/** Within this time of a key, a wheel or a finger, scrolling is the reader's. */
const READERS_MILLIS = 1_000;

/** The lines in sight, of as many as there are: what is not in sight is not in the page. */
export function LogLines({ ref, lines, count, isFollowing, isWrapped, chosen, search, onLeaveEnd }: LogLinesProps) {
  const region = useRef<HTMLDivElement>(null);
  const actedAt = useRef(0);
  const lastTop = useRef(0);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => region.current,
    estimateSize: () => LINE_PX,
    overscan: 12,
  });
  useImperativeHandle(ref, () => ({ show: (index) => rows.scrollToIndex(index, { align: 'center' }) }), [rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only wrapping makes lines of other heights; the reader stays where they were.
  useEffect(() => {
    rows.measure();
    if (!isFollowing && chosen !== null) rows.scrollToIndex(chosen, { align: 'center' });
  }, [rows, isWrapped]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is another one then.
  useEffect(() => {
    if (isFollowing && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [rows, isFollowing, isWrapped, count]);

  const noteReader = () => {
    actedAt.current = Date.now();
  };
  const noteScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop } = event.currentTarget;
    if (scrollTop < lastTop.current - 2 && Date.now() - actedAt.current < READERS_MILLIS) onLeaveEnd();
    lastTop.current = scrollTop;
  };

  const inSight = rows.getVirtualItems();
  // Lines are not spoken one by one: whoever listens reads when they want to.
  return (
    <div
      ref={region}
      role="log"
      aria-label="Log"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={noteScroll}
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
        {/* One block for all, which moves: lines that stay in sight stay where they are in it. */}
        <div
          className={cx('absolute top-0 left-0 min-w-full', isWrapped ? 'w-full' : 'w-max')}
          style={{ transform: `translateY(${inSight[0]?.start ?? 0}px)` }}
        >
          {inSight.map(({ index }) => (
            <LogLine
              key={index}
              ref={isWrapped ? rows.measureElement : undefined}
              index={index}
              line={lines[index] ?? ''}
              isWrapped={isWrapped}
              isChosen={index === chosen}
              search={search}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
