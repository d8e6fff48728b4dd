'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';

export type DialogContent = {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the one that goes on last. */
  footer?: ReactNode;
  width?: 'narrow' | 'medium' | 'wide';
  /** Where reading starts: the first field of a form, or the heading when consent is asked for. */
  initialFocus?: 'first-field' | 'heading';
};

/** `closeHref`: where closing leads. */
export type RouteDialogProps = DialogContent & { closeHref: string };

/** `cancel`: the field that says so where there is no JavaScript to close it. */
export type FormDialogProps = DialogContent & { onClose: () => void; cancel: { name: string; value: string } };

// Most visits open no dialog, and what makes one modal is a tenth of a page. Without a boundary around it the server waits for it, and so
// does whoever goes to its address: there is never half a dialog. Its script is named on top of the page that opens with it, and comes with
// the others.
const DialogOfRoute = dynamic(() => import('./dialog-of-route.tsx'));
const DialogOfForm = dynamic(() => import('./dialog-of-form.tsx'));

/**
 * A modal dialog that has an address, as `?dialog=share`: a page renders it when the address says so, and closing leads to `closeHref`.
 * It is part of the server's answer, so its forms work before, and without, JavaScript.
 */
export function RouteDialog(props: RouteDialogProps) {
  return <DialogOfRoute {...props} />;
}

/**
 * A modal dialog that is part of a form, as the answer to what was sent: its buttons send the form again, and closing leaves the form as it
 * was typed.
 */
export function FormDialog(props: FormDialogProps) {
  return <DialogOfForm {...props} />;
}
