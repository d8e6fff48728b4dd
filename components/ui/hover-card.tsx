'use client';

import { type FocusEvent, type MouseEvent, type ReactNode, useId, useRef } from 'react';
import { cx } from './cx.ts';

type HoverCardProps = {
  /** What is explained, as a badge or a word. */
  children: ReactNode;
  /** The explanation. May hold links. */
  card: ReactNode;
  align?: 'start' | 'end';
  className?: string;
};

const GRACE_MILLIS = 200;

/**
 * An explanation shown on hover, focus and tap. It stays while hovered, Esc closes it (WCAG 1.4.13), and a press keeps it open until the
 * next. Without JavaScript a press still opens it.
 */
export function HoverCard({ children, card, align = 'start', className }: HoverCardProps) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const isPinned = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = () => {
    clearTimeout(timer.current);
    popover.current?.showPopover();
  };
  const hide = () => popover.current?.hidePopover();
  const showSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(show, GRACE_MILLIS);
  };
  const hideSoon = () => {
    clearTimeout(timer.current);
    if (!isPinned.current) timer.current = setTimeout(hide, GRACE_MILLIS);
  };
  const pinOrClose = (event: MouseEvent) => {
    event.preventDefault();
    if (isPinned.current) return hide();
    isPinned.current = true;
    show();
  };
  const hideUnlessInside = (event: FocusEvent) => {
    if (!popover.current?.contains(event.relatedTarget)) hide();
  };

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-describedby={id}
        onPointerEnter={(event) => event.pointerType === 'mouse' && showSoon()}
        onPointerLeave={(event) => event.pointerType === 'mouse' && hideSoon()}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && show()}
        onBlur={hideUnlessInside}
        onClick={pinOrClose}
        style={{ anchorName: `--${id}` }}
        className={cx('inline-flex min-h-6 items-center gap-1 rounded-sm', className)}
      >
        {children}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only stays while pointed at; what it does for keyboards is on the button. */}
      <div
        ref={popover}
        id={id}
        popover="auto"
        data-align={align}
        style={{ positionAnchor: `--${id}` }}
        onPointerEnter={show}
        onPointerLeave={hideSoon}
        onBlur={hideUnlessInside}
        onToggle={(event) => {
          if (event.newState === 'closed') isPinned.current = false;
        }}
        className="hanging popping px-3 py-2.5 text-sm whitespace-normal"
      >
        {card}
      </div>
    </>
  );
}
