'use server';

import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { closeNotification, markAllRead, markRead } from '@/lib/notification/put-away.ts';

export async function markAllReadAction(_state: FormState, form: FormData): Promise<FormState> {
  const until = new Date(formText(form, 'until'));
  return submit(
    form,
    [],
    (ctx) => markAllRead(ctx, until),
    () => 'All are marked as read',
  );
}

/** Marks one as read, or with `close` puts it away. */
export async function putAwayAction(_state: FormState, form: FormData): Promise<FormState> {
  const isClosing = formText(form, 'do') === 'close';
  return submit(
    form,
    [],
    (ctx) => (isClosing ? closeNotification : markRead)(ctx, formText(form, 'id')),
    () => (isClosing ? 'Dismissed' : 'Marked as read'),
  );
}
