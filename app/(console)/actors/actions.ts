'use server';

import { redirect } from 'next/navigation';
import { createActor } from '@/lib/actor/create.ts';
import { deleteActor } from '@/lib/actor/delete.ts';
import { updateActor } from '@/lib/actor/update.ts';
import { updateVersion } from '@/lib/actor-version/update.ts';
import { listActorTemplates } from '@/lib/actor-template/list.ts';
import { abortBuild } from '@/lib/build/abort.ts';
import { deleteBuild } from '@/lib/build/delete.ts';
import { startBuild } from '@/lib/build/start.ts';
import { act, actAndRefresh, formText, submit } from '@/lib/console/action.ts';
import { actorOf, buildIdOf } from '@/lib/console/actor-form.ts';
import type { ActionResult, FormState } from '@/lib/console/form-state.ts';
import { ApiError } from '@/lib/errors.ts';
import { consolePath } from '@/lib/paths.ts';
import { startRun } from '@/lib/run/start.ts';
import { listStorageRows } from '@/lib/storage/list-rows.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';

const FIRST_VERSION = '0.1';

/** Creates an Actor of a template, and builds it. */
export async function createActorAction(_state: FormState, form: FormData): Promise<FormState> {
  const name = formText(form, 'name').trim().toLowerCase();
  const templateId = formText(form, 'template');
  const result = await act(async (ctx) => {
    const template = (await listActorTemplates()).find(({ id }) => id === templateId);
    if (!template) throw new ApiError('invalid-input', 'Field "template": must be one of those offered');
    const actor = await createActor(ctx, {
      name,
      title: template.id === 'empty' ? null : template.title,
      description: template.id === 'empty' ? null : template.description,
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
    const build = await startBuild(ctx, { by: 'id', id: actor.id }, { version: FIRST_VERSION }, 'WEB');
    return consolePath.build(actor.id, build.id);
  });
  if (!result.ok) return { error: result.error, values: { name, template: templateId } };
  redirect(result.value);
}
