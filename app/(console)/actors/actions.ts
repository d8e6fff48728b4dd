'use server';

import { redirect } from 'next/navigation';
import { createActor } from '@/lib/actor/create.ts';
import { deleteActor } from '@/lib/actor/delete.ts';
import { updateActor } from '@/lib/actor/update.ts';
import { findFreeTitle } from '@/lib/actor-listing/find-free-title.ts';
import { listActorTemplates } from '@/lib/actor-template/list.ts';
import { updateVersion } from '@/lib/actor-version/update.ts';
import { abortBuild } from '@/lib/build/abort.ts';
import { startBuild } from '@/lib/build/start.ts';
import { act, askOnce, formText, submit } from '@/lib/console/action.ts';
import { actorOf, jsonField } from '@/lib/console/actor-form.ts';
import { startAnswered } from '@/lib/console/approval-form.ts';
import { CONFIRMED, type FormState } from '@/lib/console/form-state.ts';
import { storageKindOf } from '@/lib/console/resource-form.ts';
import { ApiError } from '@/lib/errors.ts';
import { getLevelImpact } from '@/lib/level-change/get-impact.ts';
import { consolePath } from '@/lib/paths.ts';
import { startRun } from '@/lib/run/start.ts';
import { listStorageRows } from '@/lib/storage/list-rows.ts';
import { saveAsTaskAction } from '../tasks/actions.ts';

const FIRST_VERSION = '0.1';

/** Creates an Actor of a template, and builds it. */
export async function createActorAction(_state: FormState, form: FormData): Promise<FormState> {
  const name = formText(form, 'name').trim();
  const templateId = formText(form, 'template');
  const result = await act(async (ctx) => {
    const template = (await listActorTemplates()).find(({ id }) => id === templateId);
    if (!template) throw new ApiError('invalid-input', 'Field "template": must be one of those offered');
    const isEmpty = template.id === 'empty';
    const actor = await createActor(ctx, {
      name,
      title: isEmpty ? null : await findFreeTitle(ctx, template.title),
      description: isEmpty ? null : template.description,
      actorPermissionLevel: template.level,
      versions: [
        {
          versionNumber: FIRST_VERSION,
          sourceType: 'SOURCE_FILES',
          buildTag: 'latest',
          sourceFiles: template.files.map((file) => ({ ...file, format: 'TEXT' })),
        },
      ],
    });
    const build = await startBuild(ctx, { by: 'id', id: actor.id }, { version: FIRST_VERSION });
    return consolePath.build(actor.id, build.id);
  });
  if (!result.ok) return { error: result.error, values: { name, template: templateId } };
  redirect(result.value);
}

/** Changes what the form has fields for, and nothing else. */
export async function updateActorAction(_state: FormState, form: FormData): Promise<FormState> {
  const names = ['title', 'description', 'name', 'defaultBuild', 'defaultMemory', 'defaultTimeout'];
  const sent = names.filter((name) => form.has(name));
  const text = (name: string) => formText(form, name).trim();
  const input = {
    ...(form.has('title') && { title: text('title') || null }),
    ...(form.has('description') && { description: text('description') || null }),
    ...(form.has('name') && { name: text('name') }),
    ...(form.has('defaultBuild') && {
      defaultRunOptions: {
        build: text('defaultBuild'),
        memoryMbytes: Number(text('defaultMemory')),
        timeoutSecs: Number(text('defaultTimeout')),
      },
    }),
  };
  return submit(
    form,
    sent,
    async (ctx) => updateActor(ctx, actorOf(form), input),
    () => 'Saved. It is in force now.',
  );
}

/** A change that stops others, or ends what they gave, is asked for twice. */
export async function changeLevelAction(_state: FormState, form: FormData): Promise<FormState> {
  const names = ['actorPermissionLevel', 'actorPermissionLevelReason'];
  const level = formText(form, 'actorPermissionLevel');
  const impact = await act((ctx) => getLevelImpact(ctx, actorOf(form)));
  if (!impact.ok) return { error: impact.error };
  const { declaredLevel, givenCount } = impact.value;
  const isAsked = level !== declaredLevel && (level === 'FULL_PERMISSIONS' || givenCount !== 0);
  const asked = isAsked ? askOnce(form, names) : null;
  if (asked) return asked;
  const input = {
    actorPermissionLevel: level,
    actorPermissionLevelReason: formText(form, 'actorPermissionLevelReason') || undefined,
  };
  return submit(
    form,
    [...names, CONFIRMED],
    async (ctx) => updateActor(ctx, actorOf(form), input),
    () =>
      level === declaredLevel ? 'It has this level already' : 'The level is changed. It holds from the next start on.',
  );
}

export async function publishActorAction(_state: FormState, form: FormData): Promise<FormState> {
  const isPublic = formText(form, 'isPublic') === 'true';
  return submit(
    form,
    [],
    async (ctx) => updateActor(ctx, actorOf(form), { isPublic }),
    () => (isPublic ? 'The Actor is public now' : 'The Actor is private now'),
  );
}

export async function deleteActorAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteActor(ctx, actorOf(form)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.actors());
}

export async function startBuildAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act(async (ctx) => {
    const build = await startBuild(ctx, actorOf(form), { version: formText(form, 'version') });
    return consolePath.build(formText(form, 'id'), build.id);
  });
  if (!result.ok) return { error: result.error };
  redirect(result.value);
}

export async function abortBuildAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) => abortBuild(ctx, formText(form, 'id')),
    () => 'The build is being aborted',
  );
}

/** Saves the files, and builds them where that button was pressed. */
export async function saveSourceAction(state: FormState, form: FormData): Promise<FormState> {
  const saved = await submit(
    form,
    [],
    async (ctx) =>
      updateVersion(ctx, actorOf(form), formText(form, 'version'), { sourceFiles: jsonField(form, 'files') }),
    () => 'Saved',
  );
  return saved.error || formText(form, 'then') !== 'build' ? saved : startBuildAction(state, form);
}

export async function saveEnvVarsAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) =>
      updateVersion(ctx, actorOf(form), formText(form, 'version'), { envVars: jsonField(form, 'envVars') }),
    () => 'Saved. Builds from now on have them.',
  );
}

/** Starts a run with the input as JSON, and leads to its page, or saves it as a task where that button was pressed; or to the question whether the Actor may have full permissions, and on from there. */
export async function startRunAction(state: FormState, form: FormData): Promise<FormState> {
  if (formText(form, 'then') === 'save-as-task') return saveAsTaskAction(state, form);
  const timeout = formText(form, 'timeoutSecs').trim();
  return startAnswered(form, {
    names: ['input', 'build', 'memoryMbytes', 'timeoutSecs', 'forcePermissionLevel'],
    actor: () => actorOf(form),
    returnTo: consolePath.actor(formText(form, 'id')),
    start: async (ctx, level) => {
      const run = await startRun(ctx, {
        actor: actorOf(form),
        input: { bytes: Buffer.from(formText(form, 'input') || '{}'), contentType: 'application/json; charset=utf-8' },
        options: {
          build: formText(form, 'build') || undefined,
          memoryMbytes: Number(formText(form, 'memoryMbytes')) || undefined,
          timeoutSecs: timeout === '' ? undefined : Number(timeout),
          forcePermissionLevel: level ?? (formText(form, 'forcePermissionLevel') || undefined),
        },
        origin: 'WEB',
      });
      return run.id;
    },
  });
}

const FOUND_ROWS = 20;

/** Storages of the person who fills in an input. */
export async function searchStoragesAction(kind: string, text: string): Promise<{ id: string; name: string | null }[]> {
  const result = await act((ctx) =>
    listStorageRows(ctx, storageKindOf(kind), { search: text || undefined, withUnnamed: true, limit: FOUND_ROWS }),
  );
  return result.ok ? result.value.rows.map(({ id, name }) => ({ id, name })) : [];
}
