'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { CANCELLED, CONFIRMED } from '@/lib/console/form-state.ts';
import { useFormState } from './action-form.tsx';

type ConfirmStepProps = {
  /** As a question. */
  title: string;
  /** What it means, by what was chosen. */
  meaning: (chosen: Record<string, string>) => ReactNode;
  confirmLabel: string;
  /** Whether what was chosen does harm that cannot be taken back easily; if nothing is said, it does. */
  isDangerous?: (chosen: Record<string, string>) => boolean;
  /** The form as it is filled in. */
  children: ReactNode;
};

/**
 * A form that asks once more before it does what was chosen, in its own place: the action says when (`askOnce`). What was chosen is carried
 * on and cannot change meanwhile.
 */
export function ConfirmStep({ title, meaning, confirmLabel, isDangerous, children }: ConfirmStepProps) {
  const { values } = useFormState();
  const isAsked = values?.[CONFIRMED] === 'yes';
  const wasAsked = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const filledIn = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked) heading.current?.focus();
    else if (wasAsked.current) filledIn.current?.querySelector<HTMLElement>('input:checked')?.focus();
    wasAsked.current = isAsked;
  }, [isAsked]);

  if (!isAsked || !values) {
    return (
      <div ref={filledIn} className="grid gap-4">
        {children}
      </div>
    );
  }
  return (
    <div className="grid gap-3 rounded-md border border-line-strong bg-raised p-4">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <h3 ref={heading} tabIndex={-1} className="font-semibold">
        {title}
      </h3>
      <div className="grid gap-2 text-sm">{meaning(values)}</div>
      <FormActions>
        <SubmitButton variant={!isDangerous || isDangerous(values) ? 'danger' : 'primary'}>{confirmLabel}</SubmitButton>
        <SubmitButton variant="secondary" name={CANCELLED} value="yes" formNoValidate>
          Cancel
        </SubmitButton>
      </FormActions>
    </div>
  );
}
