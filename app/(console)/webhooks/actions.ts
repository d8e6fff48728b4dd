'use server';

import { redirect } from 'next/navigation';
import { act, errorIn, formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { createWebhook } from '@/lib/webhook/create.ts';
import { deleteWebhook } from '@/lib/webhook/delete.ts';
import { updateWebhook } from '@/lib/webhook/update.ts';
import { replayDispatch } from '@/lib/webhook-dispatch/replay.ts';
import { testWebhook } from '@/lib/webhook-dispatch/test.ts';

const NAMES = ['requestUrl', 'description', 'payloadTemplate', 'headersTemplate', 'condition', 'otherActor'];
const FLAGS = ['shouldInterpolateStrings', 'doNotRetry', 'ignoreSslErrors'];

const chosenEvents = (form: FormData) => form.getAll('eventTypes').filter((value) => typeof value === 'string');

/** What was typed, for a form that is refused. */
const typed = (form: FormData): Record<string, string> => ({
  ...Object.fromEntries([...NAMES, ...FLAGS].map((name) => [name, formText(form, name)])),
  eventTypes: chosenEvents(form).join(','),
});

function inputOf(form: FormData) {
  const text = (name: string) => formText(form, name).trim();
  const [kind, id] = text('condition').split(' ');
  return {
    requestUrl: text('requestUrl'),
    eventTypes: chosenEvents(form),
    description: text('description') || null,
    payloadTemplate: text('payloadTemplate') || null,
    headersTemplate: text('headersTemplate') || null,
    shouldInterpolateStrings: text('shouldInterpolateStrings') === 'true',
    doNotRetry: text('doNotRetry') === 'true',
    ignoreSslErrors: text('ignoreSslErrors') === 'true',
    ...(form.has('condition') && {
      condition: text('otherActor')
        ? { actorId: text('otherActor') }
        : { [kind === 'task' ? 'actorTaskId' : 'actorId']: id ?? '' },
    }),
  };
}

export async function createWebhookAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act(
    async (ctx) => consolePath.webhook((await createWebhook(ctx, inputOf(form), { refusesPrivate: true })).id),
    consolePath.webhooks({ dialog: 'new' }),
  );
  if (!result.ok) return { error: errorIn(form, result.error), values: typed(form) };
  redirect(result.value);
}

export async function updateWebhookAction(_state: FormState, form: FormData): Promise<FormState> {
  const state = await submit(
    form,
    [],
    (ctx) => updateWebhook(ctx, formText(form, 'id'), inputOf(form), { refusesPrivate: true }),
    () => 'Saved. It is in force now.',
  );
  return state.error ? { ...state, values: typed(form) } : state;
}

export async function switchWebhookAction(_state: FormState, form: FormData): Promise<FormState> {
  const isEnabled = formText(form, 'isEnabled') === 'true';
  return submit(
    form,
    [],
    (ctx) => updateWebhook(ctx, formText(form, 'id'), { isEnabled }),
    () => (isEnabled ? 'The webhook is on' : 'The webhook is off'),
  );
}

export async function deleteWebhookAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteWebhook(ctx, formText(form, 'id')));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.webhooks());
}

export async function testWebhookAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => testWebhook(ctx, formText(form, 'id')),
    () => 'A test is on its way',
  );
}

export async function replayDispatchAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => replayDispatch(ctx, formText(form, 'dispatchId')),
    () => 'It is sent once more',
  );
}
