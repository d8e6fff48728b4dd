import type { ReactNode } from 'react';
import { MEMORY_CHOICES } from '@/components/actor/words.ts';
import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextAreaField } from '@/components/form/text-area-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { TargetView } from '@/lib/schedule/list-targets.ts';

type EditTargetDialogProps = {
  scheduleId: string;
  target: TargetView;
  action: FormAction;
  closeHref: string;
  /** The form of its input; without one it is typed as JSON. */
  children: ReactNode;
};

export function EditTargetDialog({ scheduleId, target, action, closeHref, children }: EditTargetDialogProps) {
  const { action: edited, actor, task } = target;
  const isTask = edited.type === 'RUN_ACTOR_TASK';
  const name = (isTask ? task : actor)?.name ?? 'what is gone';
  const input = isTask ? (edited.input ? JSON.stringify(edited.input, null, 2) : '') : (edited.runInput?.body ?? '');
  const options = isTask ? null : (edited.runOptions ?? {});
  return (
    <RouteDialog title={`How ${name} is started`} closeHref={closeHref} width="wide">
      <ActionForm action={action} hasInputForm={children !== null}>
        <input type="hidden" name="id" value={scheduleId} />
        <input type="hidden" name="target" value={edited.id} />
        {children && isTask ? (
          <p className="text-sm text-muted">
            What you fill in takes the place of what the task has. A field that you leave empty is as in the task.
          </p>
        ) : null}
        {children ?? (
          <TextAreaField
            name="input"
            label="Input as JSON"
            hint={
              isTask
                ? 'Fields in place of those of the task. Empty: as the task has it.'
                : 'Empty: the Actor’s usual input.'
            }
            isOptional
            isMono
            rows={10}
            defaultValue={input}
          />
        )}
        {options ? (
          <>
            <TextField
              name="build"
              label="Build"
              hint="A tag or a number. Empty: as the Actor says."
              isOptional
              defaultValue={options.build ?? ''}
            />
            <SelectField
              name="memoryMbytes"
              label="Memory"
              options={[{ value: '', label: 'As the Actor says' }, ...MEMORY_CHOICES]}
              defaultValue={String(options.memoryMbytes ?? '')}
            />
            <TextField
              name="timeoutSecs"
              label="Time limit in seconds"
              hint="0 sets none. Empty: as the Actor says."
              isOptional
              inputMode="numeric"
              pattern="[0-9]*"
              defaultValue={String(options.timeoutSecs ?? '')}
            />
          </>
        ) : null}
        <SubmitButton>Save</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
