'use server';

import { redirect } from 'next/navigation';
import { act, formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { abortRun } from '@/lib/run/abort.ts';
import { deleteRun } from '@/lib/run/delete.ts';
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

export async function resurrectRunAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => resurrectRun(ctx, runOf(form), {}),
    () => 'The run starts again',
  );
}

export async function deleteRunAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteRun(ctx, runOf(form)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.runs());
}
