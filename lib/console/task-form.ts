/** What forms about tasks say. Anyone can post anything. */
import { isDeepStrictEqual } from 'node:util';
import { getActor } from '../actor/get.ts';
import type { Ctx } from '../context.ts';
import { type Address, parseAddress } from '../ids.ts';
import { getTask } from '../task/get.ts';
import { updateTask } from '../task/update.ts';
import { formText } from './action.ts';
import { actorOf, jsonField } from './actor-form.ts';
import { assertInput } from './checked-input.ts';

/** The task of the field `id`. */
export const taskOf = (form: FormData): Address => ({ by: 'id', id: formText(form, 'id') });

/** An Actor as people write it: `username/name`, `username~name` or an id. */
export const writtenActor = (text: string): string => text.trim().replace('/', '~');

/** Where the Actor of a task is. Errors: `record-not-found`. */
export const actorOfTask = async (ctx: Ctx, form: FormData): Promise<Address> =>
  parseAddress((await getTask(ctx, taskOf(form))).actId);

export const TASK_FIELDS = ['input', 'build', 'memoryMbytes', 'timeoutSecs'] as const;

interface Options {
  build: string | null;
  memoryMbytes: number | null;
  timeoutSecs: number | null;
}

/** The input and the options of a form, as a task keeps them; an empty field stands for what the Actor has. Errors: `invalid-input`. */
export function contentOf(form: FormData): { input: unknown; options: Options } {
  const [build, memory, timeout] = ['build', 'memoryMbytes', 'timeoutSecs'].map((name) => formText(form, name).trim());
  return {
    input: formText(form, 'input').trim() === '' ? {} : jsonField(form, 'input'),
    options: {
      build: build || null,
      memoryMbytes: memory ? Number(memory) : null,
      timeoutSecs: timeout ? Number(timeout) : null,
    },
  };
}

/**
 * As `contentOf`, of the form of an Actor, whose fields are filled in with what it has: that stays the Actor's.
 * Errors: `invalid-input`, with `data.problems` where the input does not fit the Actor.
 */
export async function contentOfNew(ctx: Ctx, form: FormData): Promise<ReturnType<typeof contentOf>> {
  const { input, options } = contentOf(form);
  const { defaultRunOptions: ofActor } = await getActor(ctx, actorOf(form));
  await assertInput(ctx, actorOf(form), { build: options.build, text: formText(form, 'input') });
  return {
    input,
    options: {
      build: options.build === ofActor.build ? null : options.build,
      memoryMbytes: options.memoryMbytes === ofActor.memoryMbytes ? null : options.memoryMbytes,
      timeoutSecs: options.timeoutSecs === ofActor.timeoutSecs ? null : options.timeoutSecs,
    },
  };
}

/**
 * Saves what the form has of a task. What is as it was is not written again: an answer to a question sends the form a second time, and digits
 * that a browser cannot hold stay.
 * Errors: `invalid-input`, with `data.problems` where the input does not fit the Actor; as `updateTask`.
 */
export async function saveContent(ctx: Ctx, form: FormData): Promise<void> {
  const { input, options } = contentOf(form);
  const before = await getTask(ctx, taskOf(form));
  await assertInput(ctx, parseAddress(before.actId), { build: options.build, text: formText(form, 'input') });
  const kept: Options = {
    build: before.options.build ?? null,
    memoryMbytes: before.options.memoryMbytes ?? null,
    timeoutSecs: before.options.timeoutSecs ?? null,
  };
  const change = {
    ...(!isDeepStrictEqual(input, before.input ?? {}) && { input }),
    ...(!isDeepStrictEqual(options, kept) && { options }),
  };
  if (Object.keys(change).length > 0) await updateTask(ctx, taskOf(form), change);
}
