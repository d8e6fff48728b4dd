import { InputForm } from '@/components/actor/input-form/input-form.tsx';
import { EditTargetDialog } from '@/components/schedule/edit-target-dialog.tsx';
import { open } from '@/lib/console/page.ts';
import type { Ctx } from '@/lib/context.ts';
import { inputSections, inputSectionsOver, inputToEdit, prefilledInput } from '@/lib/input-schema/fields.ts';
import { type Input, type InputSchema, isRecord } from '@/lib/input-schema/schema.ts';
import { getInputSchema } from '@/lib/run-input/validate.ts';
import type { TargetView } from '@/lib/schedule/list-targets.ts';
import { getTask } from '@/lib/task/get.ts';
import { searchStoragesAction } from '../../actors/actions.ts';
import { saveTargetAction } from '../actions.ts';

type EditTargetDialogForProps = { scheduleId: string; target: TargetView; closeHref: string };

/** An Actor without an input schema takes any JSON. */
const NO_SCHEMA: InputSchema = { title: 'Input', properties: {} };

/** Loads what the input of one target looks like. */
export async function EditTargetDialogFor({ scheduleId, target, closeHref }: EditTargetDialogForProps) {
  const form = await open(closeHref, (ctx) => inputFormOf(ctx, target));
  return (
    <EditTargetDialog scheduleId={scheduleId} target={target} action={saveTargetAction} closeHref={closeHref}>
      {form ? <InputForm {...form} searchStorages={searchStoragesAction} /> : null}
    </EditTargetDialog>
  );
}

/** null where its Actor is not to be seen, or where the input is none that a form can hold. */
async function inputFormOf(ctx: Ctx, { action, actor, task }: TargetView) {
  if (!actor) return null;
  const ofActor = { by: 'id', id: actor.id } as const;
  if (action.type === 'RUN_ACTOR') {
    const schema = (await getInputSchema(ctx, ofActor, action.runOptions?.build)) ?? NO_SCHEMA;
    const body = action.runInput?.body;
    const given = body ? parsed(body) : null;
    if (body && !given) return null;
    return { sections: inputSections(schema), value: given ? inputToEdit(schema, given) : prefilledInput(schema) };
  }
  if (!task) return null;
  const { input, options } = await getTask(ctx, { by: 'id', id: task.id });
  const schema = (await getInputSchema(ctx, ofActor, options.build)) ?? NO_SCHEMA;
  return { sections: inputSectionsOver(schema, input ?? {}), value: action.input ?? {} };
}

function parsed(text: string): Input | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
