'use client';

import * as RadixDialog from '@radix-ui/react-dialog';
import { type ReactNode, useRef } from 'react';
import type { DialogContent } from './dialog.tsx';
import { StatusRegion } from './status-region.tsx';

/** The inside of a modal dialog, of whichever sort. `close`: the button that closes it. */
export function DialogFrame(props: DialogContent & { close: ReactNode }) {
  const { title, description, children, footer, width = 'medium', initialFocus = 'first-field', close } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element>(null);

  const focusFirst = (event: Event) => {
    opener.current = document.activeElement;
    if (initialFocus === 'first-field') return;
    event.preventDefault();
    heading.current?.focus();
  };
  // Radix would focus its own trigger, which these dialogs do not have.
  const focusOpener = (event: Event) => {
    event.preventDefault();
    // The opener may be gone, as the row that was just deleted: then reading goes on from the top.
    const isThere =
      opener.current instanceof HTMLElement && opener.current.isConnected && opener.current !== document.body;
    (isThere ? (opener.current as HTMLElement) : document.querySelector<HTMLElement>('main h1'))?.focus();
  };
  // Escape closes what is on top: first an open menu or explanation, then the dialog.
  const closeTopmost = (event: KeyboardEvent) => {
    const popover = document.querySelector<HTMLElement>(':popover-open');
    if (!popover) return;
    event.preventDefault();
    popover.hidePopover();
  };

  return (
    <RadixDialog.Overlay className="fading fixed inset-0 z-40 grid grid-cols-1 items-start justify-items-center overflow-y-auto bg-scrim px-3 py-[max(0.75rem,10dvh)]">
      <RadixDialog.Content
        // Radix ties the heading on when it has run; before, and without JavaScript, this is the dialog's name.
        aria-label={title}
        {...(description ? {} : { 'aria-describedby': undefined })}
        onOpenAutoFocus={focusFirst}
        onCloseAutoFocus={focusOpener}
        onEscapeKeyDown={closeTopmost}
        className={`popping relative grid max-w-full grid-cols-1 gap-4 rounded-md border border-line bg-surface p-5 shadow-float outline-none max-sm:p-4 ${WIDTHS[width]}`}
      >
        <header className="grid gap-1 pr-8">
          <RadixDialog.Title ref={heading} tabIndex={-1} className="text-lg font-semibold">
            {title}
          </RadixDialog.Title>
          {description ? (
            <RadixDialog.Description asChild>
              <div className="text-sm text-muted">{description}</div>
            </RadixDialog.Description>
          ) : null}
        </header>
        <div className="grid grid-cols-1 gap-4">{children}</div>
        {footer ? (
          <footer className="-mx-5 -mb-5 flex flex-wrap items-center gap-2 rounded-b-md border-t border-line bg-sunken px-5 py-3 max-sm:-mx-4 max-sm:-mb-4 max-sm:px-4">
            {footer}
          </footer>
        ) : null}
        {/* Last, so that the first field takes the focus. */}
        <span className="absolute top-3.5 right-3.5 max-sm:top-2.5 max-sm:right-2.5">{close}</span>
        <StatusRegion isInDialog />
      </RadixDialog.Content>
    </RadixDialog.Overlay>
  );
}

const WIDTHS = { narrow: 'w-[26rem]', medium: 'w-[34rem]', wide: 'w-[46rem]' };
