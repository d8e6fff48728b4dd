'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { Button, type ButtonLook } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type ConfirmDialogProps = {
  /** As a question: "Delete this token?" */
  title: string;
  /** What it means. null when there is nothing to confirm any more, as behind an old link. */
  meaning: ReactNode | null;
  confirmLabel: string;
  variant?: ButtonLook['variant'];
  action: FormAction;
  /** What the action is sent. */
  fields: Record<string, string>;
  closeHref: string;
};

/** Asks before something is done. It closes when it is done; without JavaScript it then says so, with a way back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, meaning, confirmLabel, variant = 'danger', action, fields, closeHref } = props;
  return (
    <RouteDialog title={title} closeHref={closeHref} width="narrow" initialFocus="heading">
      <ActionForm action={action}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Question meaning={meaning} confirmLabel={confirmLabel} variant={variant} closeHref={closeHref} />
      </ActionForm>
    </RouteDialog>
  );
}

type QuestionProps = Pick<ConfirmDialogProps, 'meaning' | 'confirmLabel' | 'variant' | 'closeHref'>;

function Question({ meaning, confirmLabel, variant, closeHref }: QuestionProps) {
  const { done } = useFormState();
  const router = useRouter();
  useEffect(() => {
    if (done) router.replace(closeHref, { scroll: false });
  }, [done, router, closeHref]);

  if (done || meaning === null) {
    return (
      <>
        {done ? null : <p>There is nothing to do here any more.</p>}
        <FormActions>
          <Button href={closeHref}>Close</Button>
        </FormActions>
      </>
    );
  }
  return (
    <>
      <div className="text-sm">{meaning}</div>
      <FormActions>
        <SubmitButton variant={variant}>{confirmLabel}</SubmitButton>
        <Button href={closeHref} replace scroll={false}>
          Cancel
        </Button>
      </FormActions>
    </>
  );
}
