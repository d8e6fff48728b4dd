'use client';

import type { ComponentProps, MouseEvent } from 'react';
import { Button, type ButtonLook } from '@/components/ui/button.tsx';
import type { Link } from '@/components/ui/link.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type ReadingButtonProps = ButtonLook &
  ComponentProps<typeof Link> & {
    /** The notification that it belongs to; null for one that has been read. */
    unreadId: string | null;
    putAwayAction: FormAction;
  };

const MIDDLE_BUTTON = 1;

/** Leads to what a notification is about: whoever goes there has read it. Without JavaScript it only leads there. */
export function ReadingButton({ unreadId, putAwayAction, ...link }: ReadingButtonProps) {
  const markRead = () => {
    if (unreadId === null) return;
    const form = new FormData();
    form.set('id', unreadId);
    form.set('do', 'read');
    // What cannot be marked stays unread, and does not keep anybody from going there.
    putAwayAction({}, form).catch(() => undefined);
  };
  return (
    <Button
      {...link}
      onClick={markRead}
      onAuxClick={({ button }: MouseEvent) => {
        if (button === MIDDLE_BUTTON) markRead();
      }}
    />
  );
}
