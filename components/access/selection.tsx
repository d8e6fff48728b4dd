'use client';

import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type SelectionProps = {
  action: FormAction;
  /** What is ended, as in "links". */
  what: string;
  /** How many rows can be ticked. */
  count: number;
  /** The table; each row has a checkbox called `entry`, and a button of its own called `only`. */
  children: ReactNode;
};

/** A table whose rows can be ended one by one or several at once. It is one form, so it works without JavaScript too. */
export function Selection({ action, what, count, children }: SelectionProps) {
  const [ticked, setTicked] = useState(0);
  const countTicked = (form: HTMLElement | null) =>
    setTicked(form?.querySelectorAll('input[name=entry]:checked').length ?? 0);
  return (
    <ActionForm action={action} className="grid gap-2">
      <div className="contents" onChange={(event) => countTicked(event.currentTarget)}>
        {count > 0 ? (
          <div className="flex min-h-control flex-wrap items-center gap-x-4 gap-y-2">
            <Checkbox
              label={`All ${count} shown`}
              onChange={(event) => tickAll(event.currentTarget)}
              checked={ticked === count}
            />
            <SubmitButton variant="danger" size="small">
              End selected {what}
            </SubmitButton>
            <span role="status" className="text-sm text-muted">
              {ticked === 0 ? '' : `${ticked} selected`}
            </span>
          </div>
        ) : null}
        <Failures onDone={() => setTicked(0)} />
        {children}
      </div>
    </ActionForm>
  );
}

function tickAll(all: HTMLInputElement): void {
  const entries = all.form?.querySelectorAll<HTMLInputElement>('input[name=entry]') ?? [];
  for (const entry of entries) entry.checked = all.checked;
}

/** What could not be ended; what could is gone from the table, and its ticks with it. */
function Failures({ onDone }: { onDone: () => void }) {
  const { done } = useFormState();
  const reset = useEffectEvent(onDone);
  useEffect(() => {
    if (done) reset();
  }, [done]);
  const failures = done?.shown?.failures;
  if (!failures) return null;
  return (
    <Notice tone="warning">
      <p>Not ended:</p>
      <ul>
        {failures.split('\n').map((failure) => (
          <li key={failure}>{failure}</li>
        ))}
      </ul>
    </Notice>
  );
}
