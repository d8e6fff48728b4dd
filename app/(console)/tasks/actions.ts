'use server';

import { redirect } from 'next/navigation';
import { act, errorIn, formText, submit } from '@/lib/console/action.ts';
import { actorOf } from '@/lib/console/actor-form.ts';
import { answerOf, startAnswered } from '@/lib/console/approval-form.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { actorOfTask, contentOfNew, saveContent, TASK_FIELDS, taskOf, writtenActor } from '@/lib/console/task-form.ts';
import { addressText } from '@/lib/ids.ts';
import { consolePath } from '@/lib/paths.ts';
import { createTask } from '@/lib/task/create.ts';
import { deleteTask } from '@/lib/task/delete.ts';
import { startTask } from '@/lib/task/start.ts';
import { updateTask } from '@/lib/task/update.ts';

/** Creates a task without an input, which its page then asks for. */
export async function createTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  const values = { actor: formText(form, 'actor'), name: formText(form, 'name') };
  const name = values.name.trim();
  const result = await act(async (ctx) => {
    const task = await createTask(ctx, { actId: writtenActor(values.actor), ...(name && { name }) });
    return consolePath.task(task.id);
  });
  if (result.ok) redirect(result.value);
  const { type, field } = result.error;
  const isOfActor = type === 'record-not-found' || type === 'insufficient-permissions' || field === 'actId';
  const at = isOfActor ? 'actor' : type === 'actor-task-name-not-unique' ? 'name' : field;
  return { error: errorIn(form, { ...result.error, field: at }), values };
}

/** Saves what was typed at an Actor as a task of it. */
export async function saveAsTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  const values = Object.fromEntries(TASK_FIELDS.map((name) => [name, formText(form, name)]));
  const result = await act(async (ctx) => {
    const task = await createTask(ctx, { actId: addressText(actorOf(form)), ...(await contentOfNew(ctx, form)) });
    return consolePath.task(task.id);
  });
  if (!result.ok) return { error: errorIn(form, result.error), values };
  redirect(result.value);
}

/** Saves the input and the options of a task, and starts it unless only saving was asked for. */
export async function saveTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  if (formText(form, 'then') === 'save' && !answerOf(form)) {
    return submit(
      form,
      TASK_FIELDS,
      (ctx) => saveContent(ctx, form),
      () => 'Saved. Runs from now on have it.',
    );
  }
  return start(form, TASK_FIELDS, true);
}

/** Starts a task as it is saved. */
export async function startTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  return start(form, [], false);
}

async function start(form: FormData, names: readonly string[], savesFirst: boolean): Promise<FormState> {
  return startAnswered(form, {
    names,
    actor: (ctx) => actorOfTask(ctx, form),
    returnTo: consolePath.task(formText(form, 'id')),
    start: async (ctx, level) => {
      if (savesFirst) await saveContent(ctx, form);
      const options = level ? { forcePermissionLevel: level } : {};
      const run = await startTask(ctx, { task: taskOf(form), options, origin: 'WEB' });
      return run.id;
    },
  });
}

export async function renameTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  const [title, description, name] = ['title', 'description', 'name'].map((field) => formText(form, field).trim());
  return submit(
    form,
    ['title', 'description', 'name'],
    (ctx) => updateTask(ctx, taskOf(form), { title: title || null, description: description || null, name }),
    () => 'Saved. It is in force now.',
  );
}

export async function deleteTaskAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteTask(ctx, taskOf(form)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.tasks());
}
