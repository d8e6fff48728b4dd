'use server';

import { redirect } from 'next/navigation';
import { act, errorIn, formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { editedTarget, scheduleOf, targetAddress } from '@/lib/console/schedule-form.ts';
import { ApiError } from '@/lib/errors.ts';
import { consolePath } from '@/lib/paths.ts';
import { createSchedule } from '@/lib/schedule/create.ts';
import { deleteSchedule } from '@/lib/schedule/delete.ts';
import { fireScheduleNow } from '@/lib/schedule/fire-now.ts';
import { getSchedule } from '@/lib/schedule/get.ts';
import { updateSchedule } from '@/lib/schedule/update.ts';

/** Creates a schedule that is off, and leads to what it is to start. */
export async function createScheduleAction(_state: FormState, form: FormData): Promise<FormState> {
  const values = { name: formText(form, 'name').trim() };
  const result = await act((ctx) =>
    createSchedule(ctx, {
      ...values,
      cronExpression: formText(form, 'cronExpression'),
      timezone: formText(form, 'timezone').trim(),
      isEnabled: false,
    }),
  );
  if (!result.ok) return { error: errorIn(form, named(result.error)), values };
  redirect(consolePath.schedule(result.value.id, { dialog: 'add-target' }));
}

/** A name that another one has is said beside its field. */
const named = <E extends { type: string; field?: string | undefined }>(error: E): E =>
  error.type === 'schedule-name-not-unique' ? { ...error, field: 'name' } : error;

export async function setEnabledAction(_state: FormState, form: FormData): Promise<FormState> {
  const isEnabled = formText(form, 'isEnabled') === 'true';
  return submit(
    form,
    [],
    async (ctx) => updateSchedule(ctx, scheduleOf(form), { isEnabled }),
    () => (isEnabled ? 'The schedule is on' : 'The schedule is off: it starts nothing'),
  );
}

export async function saveCadenceAction(_state: FormState, form: FormData): Promise<FormState> {
  const cadence = { cronExpression: formText(form, 'cronExpression'), timezone: formText(form, 'timezone').trim() };
  return submit(
    form,
    [],
    async (ctx) => updateSchedule(ctx, scheduleOf(form), cadence),
    () => 'Saved. It fires at these times from now on.',
  );
}

/** Changes the part of the settings that the form is of. */
export async function saveSettingsAction(_state: FormState, form: FormData): Promise<FormState> {
  const text = (name: string) => formText(form, name).trim();
  const input =
    formText(form, 'part') === 'firing'
      ? { isExclusive: form.has('isExclusive'), notifications: { email: form.has('email') } }
      : { title: text('title') || null, description: text('description') || null, name: text('name') };
  const state = await submit(
    form,
    ['title', 'description', 'name'].filter((name) => form.has(name)),
    async (ctx) => updateSchedule(ctx, scheduleOf(form), input),
    () => 'Saved',
  );
  return state.error ? { ...state, error: errorIn(form, named(state.error)) } : state;
}

/** Adds an Actor or a task, and leads to its input. */
export async function addTargetAction(_state: FormState, form: FormData): Promise<FormState> {
  const targetName = formText(form, 'targetName');
  const isTask = formText(form, 'type') === 'RUN_ACTOR_TASK';
  const result = await act(async (ctx) => {
    const { actions } = await getSchedule(ctx, scheduleOf(form));
    const address = targetAddress(targetName);
    const added = isTask ? { type: 'RUN_ACTOR_TASK', actorTaskId: address } : { type: 'RUN_ACTOR', actorId: address };
    const changed = await updateSchedule(ctx, scheduleOf(form), { actions: [...actions, added] });
    return changed.actions.at(-1)?.id;
  });
  if (!result.ok) {
    const isMissing = result.error.type.startsWith('schedule-actor');
    const error = isMissing
      ? { ...result.error, message: `${result.error.message}.`, field: 'targetName' }
      : result.error;
    return { error: errorIn(form, error), values: { targetName } };
  }
  redirect(consolePath.schedule(formText(form, 'id'), { dialog: 'edit-target', target: result.value }));
}

/** Changes the input and the options of one target, and leads back to the list. */
export async function saveTargetAction(_state: FormState, form: FormData): Promise<FormState> {
  const names = ['input', 'build', 'memoryMbytes', 'timeoutSecs'];
  const result = await act(async (ctx) => {
    const { actions } = await getSchedule(ctx, scheduleOf(form));
    const edited = actions.find(({ id }) => id === formText(form, 'target'));
    if (!edited) throw new ApiError('changed-elsewhere', 'It has been removed from the schedule meanwhile');
    const changed = await editedTarget(ctx, form, edited);
    return updateSchedule(ctx, scheduleOf(form), {
      actions: actions.map((action) => (action === edited ? changed : action)),
    });
  });
  if (!result.ok) {
    const values = Object.fromEntries(names.map((name) => [name, formText(form, name)]));
    const field = result.error.field?.split('.').at(-1);
    return { error: errorIn(form, field === undefined ? result.error : { ...result.error, field }), values };
  }
  redirect(consolePath.schedule(formText(form, 'id')));
}

export async function removeTargetAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) => {
      const { actions } = await getSchedule(ctx, scheduleOf(form));
      const rest = actions.filter(({ id }) => id !== formText(form, 'target'));
      return updateSchedule(ctx, scheduleOf(form), { actions: rest });
    },
    () => 'It is not started any more',
  );
}

export async function fireNowAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) => fireScheduleNow(ctx, scheduleOf(form)),
    () => 'Fired. The log says what came of it.',
  );
}

export async function deleteScheduleAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteSchedule(ctx, scheduleOf(form)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.schedules());
}
