/** What forms about schedules say. Anyone can post anything. */
import { isDeepStrictEqual } from 'node:util';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { ScheduleAction } from '../schedule/queries.ts';
import { getTask } from '../task/get.ts';
import { formText } from './action.ts';
import { assertInput } from './checked-input.ts';

/** The schedule of the field `id`. */
export const scheduleOf = (form: FormData): Address => ({ by: 'id', id: formText(form, 'id') });

/** The name of an Actor or a task as people write it, `username/name`, as addresses have it. */
export const targetAddress = (text: string): string => text.trim().replace('/', '~');

/**
 * What is to be started, with the input and the options of the form. An input that is as it was keeps its text: digits that a browser cannot
 * hold stay.
 * Errors: `invalid-input`, with `data.problems` where the input does not fit the Actor; `record-not-found` for what is to be started.
 */
export async function editedTarget(ctx: Ctx, form: FormData, action: ScheduleAction): Promise<ScheduleAction> {
  const given = jsonObjectField(form, 'input');
  if (action.type === 'RUN_ACTOR_TASK') {
    const task = await getTask(ctx, { by: 'id', id: action.actorTaskId });
    const text = JSON.stringify({ ...task.input, ...given?.value });
    await assertInput(ctx, { by: 'id', id: task.actId }, { build: task.options.build, text });
    return { ...action, input: given && Object.keys(given.value).length > 0 ? given.value : null };
  }
  const text = (name: string) => formText(form, name).trim();
  const runOptions = {
    ...action.runOptions,
    build: text('build') || null,
    memoryMbytes: Number(text('memoryMbytes')) || null,
    timeoutSecs: text('timeoutSecs') === '' ? null : Number(text('timeoutSecs')),
  };
  await assertInput(ctx, { by: 'id', id: action.actorId }, { build: runOptions.build, text: given?.text ?? '' });
  const isAsBefore = given !== null && isDeepStrictEqual(given.value, jsonOf(action.runInput?.body));
  const runInput = isAsBefore ? action.runInput : given && { body: given.text, contentType: JSON_TYPE };
  return { ...action, runInput, runOptions };
}

const JSON_TYPE = 'application/json; charset=utf-8';

function jsonOf(body: string | null | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

/** A field with a JSON object as text; null for an empty one. Errors: `invalid-input`. */
function jsonObjectField(form: FormData, name: string): { text: string; value: Record<string, unknown> } | null {
  const text = formText(form, name).trim();
  if (text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(
      'invalid-input',
      `Field "${name}": is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`,
    );
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ApiError('invalid-input', `Field "${name}": must be a JSON object`);
  }
  return { text, value: value as Record<string, unknown> };
}
