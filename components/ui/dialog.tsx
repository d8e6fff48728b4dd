'use client';

import { lazy, type ReactNode } from 'react';

export type RouteDialogProps = {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the one that goes on last. */
  footer?: ReactNode;
  width?: 'narrow' | 'medium' | 'wide';
  /** Where reading starts: the first field of a form, or the heading when consent is asked for. */
  initialFocus?: 'first-field' | 'heading';
  /** Where closing leads. */
  closeHref: string;
};

// Most visits open no dialog, and what makes one modal is a tenth of a page. Without a boundary around it the server waits for it, and so
// does whoever goes to its address: there is never half a dialog.
const DialogOfRoute = lazy(() => import('./dialog-of-route.tsx'));

/**
 * A modal dialog that has an address, as `?dialog=share`: a page renders it when the address says so, and closing leads to `closeHref`.
 * It is part of the server's answer, so its forms work before, and without, JavaScript.
 */
export function RouteDialog(props: RouteDialogProps) {
  return <DialogOfRoute {...props} />;
}
