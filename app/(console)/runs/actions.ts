'use server';

import { formText, submit } from '@/lib/console/action.ts';
import { summaryOf } from '@/lib/console/bulk-summary.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { abortChosen } from '@/lib/run-list/abort-chosen.ts';

/** Asks for the end of all chosen runs, each by itself, and gives what became of each. */
export async function bulkAbortAction(_state: FormState, form: FormData): Promise<FormState> {
  const ids = form.getAll('id').map(String);
  const state = await submit(
    form,
    ['how'],
    (ctx) => abortChosen(ctx, ids, formText(form, 'how') !== 'now'),
    (results) => ({ message: summaryOf(results), shown: { results: JSON.stringify(results) } }),
  );
  // What failed is tried again with the same answer.
  return state.error ? state : { ...state, values: { how: formText(form, 'how') } };
}
