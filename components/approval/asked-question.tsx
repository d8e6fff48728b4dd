'use client';

import { type ComponentProps, lazy } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import type { StartQuestion } from './start-question.tsx';

// For the refusal only: a page whose starts are seldom refused does without.
const Question = lazy(async () => ({ default: (await import('./start-question.tsx')).StartQuestion }));

/** As `StartQuestion`, brought when there is something to ask. */
export function AskedQuestion(props: ComponentProps<typeof StartQuestion>) {
  return useFormState().asked ? <Question {...props} /> : null;
}
