'use server';

import { formText, submit } from '@/lib/console/action.ts';
import { summaryOf } from '@/lib/console/bulk-summary.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { atGrantField, GRANT_FIELDS, grantOf } from '@/lib/console/grant-form.ts';
import { storageKindOf } from '@/lib/console/resource-form.ts';
import { ApiError } from '@/lib/errors.ts';
import { type BulkChange, changeStorages } from '@/lib/storage/bulk.ts';

const FIELDS = [...GRANT_FIELDS, 'generalAccess'];

/** Does the same to all chosen storages, each by itself, and gives what became of each. */
export async function bulkAction(_state: FormState, form: FormData): Promise<FormState> {
  const ids = form.getAll('id').map(String);
  const state = await submit(
    form,
    FIELDS,
    async (ctx) => changeStorages(ctx, storageKindOf(formText(form, 'kind')), ids, changeOf(form)),
    (results) => ({ message: summaryOf(results), shown: { results: JSON.stringify(results) } }),
  );
  if (state.error) return formText(form, 'what') === 'share' ? atGrantField(state) : state;
  // What failed is tried again with the same answer.
  return { ...state, values: Object.fromEntries(FIELDS.map((name) => [name, formText(form, name)])) };
}

function changeOf(form: FormData): BulkChange {
  const what = formText(form, 'what');
  if (what === 'share') return { what, grant: grantOf(form) };
  if (what === 'general-access') return { what, generalAccess: formText(form, 'generalAccess') };
  if (what === 'delete') return { what };
  throw new ApiError('invalid-input', 'Choose what is to be done');
}
