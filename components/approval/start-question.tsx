'use client';

import { lazy, useState } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import type { AskedApproval } from '@/lib/console/form-state.ts';
import type { Interrupted } from './words.ts';

// Most starts are not asked about.
const StartQuestionDialog = lazy(() => import('./start-question-dialog.tsx'));

type StartQuestionProps = {
  /** What the form does that asks. */
  interrupted?: Interrupted;
};

/**
 * Stands in an `ActionForm` whose action is made of `startAnswered`, after its own button: when the start is refused for want of approval, it
 * opens the question, whose answers send the same form again. Closing it leaves the form as it was typed. Without JavaScript it is part of
 * the answer's page.
 */
export function StartQuestion({ interrupted = 'start' }: StartQuestionProps) {
  const { asked } = useFormState();
  const [closed, setClosed] = useState<AskedApproval | null>(null);
  if (!asked || asked === closed) return null;
  return <StartQuestionDialog asked={asked} interrupted={interrupted} onClose={() => setClosed(asked)} />;
}
