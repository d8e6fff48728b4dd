'use server';

import { redirect } from 'next/navigation';
import { act, formText, submit } from '@/lib/console/action.ts';
import { answerOf, startAnswered } from '@/lib/console/approval-form.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { abortRun } from '@/lib/run/abort.ts';
import { deleteRun } from '@/lib/run/delete.ts';
import { getRun } from '@/lib/run/get.ts';
import { resurrectRun } from '@/lib/run-restart/resurrect.ts';

const runOf = (form: FormData) => ({ by: 'id', id: formText(form, 'id') }) as const;

export async function abortRunAction(_state: FormState, form: FormData): Promise<FormState> {
  const gracefully = formText(form, 'how') !== 'now';
  return submit(
    form,
    [],
    (ctx) => abortRun(ctx, runOf(form), { gracefully }),
    () => (gracefully ? 'The run was told to end' : 'The run is being stopped'),
  );
}

/** Where it needs an approval, it leads to that question, whose answer comes back here. */
export async function resurrectRunAction(_state: FormState, form: FormData): Promise<FormState> {
  const address = runOf(form);
  if (answerOf(form)) {
    return startAnswered(form, {
      names: [],
      actor: async (ctx) => ({ by: 'id', id: (await getRun(ctx, address)).actId }),
      // A run that starts again has the level that it had, unless that is limited for good.
      start: async (ctx) => {
        await resurrectRun(ctx, address, {});
        return address.id;
      },
      returnTo: consolePath.run(address.id, { dialog: 'approve' }),
    });
  }
  const state = await submit(
    form,
    [],
    (ctx) => resurrectRun(ctx, address, {}),
    () => 'The run starts again',
  );
  if (state.error?.type !== 'full-permission-actor-not-approved') return state;
  redirect(consolePath.run(address.id, { dialog: 'approve' }));
}

export async function deleteRunAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteRun(ctx, runOf(form)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.runs());
}
