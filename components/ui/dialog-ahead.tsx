'use client';

import { useEffect } from 'react';

/** Links to pages with a dialog on them. */
const OPENS_DIALOG = 'a[href*="dialog="], a[href*="approvePermissions="]';

/**
 * Fetches what makes a dialog one as soon as somebody points at a link to one, or reaches it by keyboard: then it is here when the page is,
 * rather than being asked for after it.
 */
export function DialogAhead() {
  useEffect(() => {
    const look = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.closest(OPENS_DIALOG)) return;
      forget();
      // Opening the dialog asks again, and says what went wrong.
      import('./dialog-of-route.tsx').catch(() => {});
    };
    const forget = () => {
      document.removeEventListener('pointerover', look);
      document.removeEventListener('focusin', look);
    };
    document.addEventListener('pointerover', look);
    document.addEventListener('focusin', look);
    return forget;
  }, []);
  return null;
}
