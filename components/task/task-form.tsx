import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { MEMORY_CHOICES } from '@/components/actor/words.ts';
import { StartQuestion } from '@/components/approval/start-question.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { TaskView } from '@/lib/task/view.ts';

type TaskFormProps = {
  taskId: string;
  options: TaskView['options'];
  /** What the Actor gives a run that asks for nothing. */
  ofActor: { build: string; memoryMbytes: number; timeoutSecs: number };
  /** Tags and numbers of builds that can run. */
  builds: string[];
  /** Saves, and starts where the field `then` says so. */
  action: FormAction;
  /** The form of its input. */
  children: ReactNode;
};

/** What a task keeps: the input, and below it what a run gets. */
export function TaskForm({ taskId, options, ofActor, builds, action, children }: TaskFormProps) {
  const { build, memoryMbytes, timeoutSecs } = options;
  const offered = [...new Set([...(build ? [build] : []), ...builds])];
  return (
    <ActionForm action={action} className="grid max-w-3xl grid-cols-1 gap-5" hasInputForm>
      <input type="hidden" name="id" value={taskId} />
      {children}
      <details className="rounded-md border border-line bg-raised px-4 py-3">
        <summary className="cursor-pointer text-sm font-medium">
          Run options{' '}
          <span className="font-normal text-muted">
            build {build ?? ofActor.build} · {(memoryMbytes ?? ofActor.memoryMbytes).toLocaleString('en')} MB ·{' '}
            {limitText(timeoutSecs ?? ofActor.timeoutSecs)}
          </span>
        </summary>
        <div className="grid gap-4 pt-4 sm:grid-cols-2">
          <SelectField
            name="build"
            label="Build"
            options={[
              { value: '', label: `As the Actor: ${ofActor.build}` },
              ...offered.map((value) => ({ value, label: value })),
            ]}
            defaultValue={build ?? ''}
          />
          <SelectField
            name="memoryMbytes"
            label="Memory"
            options={[
              { value: '', label: `As the Actor: ${ofActor.memoryMbytes.toLocaleString('en')} MB` },
              ...MEMORY_CHOICES,
            ]}
            defaultValue={String(memoryMbytes ?? '')}
          />
          <TextField
            name="timeoutSecs"
            label="Time limit in seconds"
            isOptional
            hint={`Without one as the Actor: ${limitText(ofActor.timeoutSecs)}. 0 sets none.`}
            inputMode="numeric"
            pattern="[0-9]*"
            defaultValue={String(timeoutSecs ?? '')}
          />
        </div>
      </details>
      <FormActions>
        <SubmitButton name="then" value="start">
          <Play /> Save and start
        </SubmitButton>
        <SubmitButton variant="secondary" name="then" value="save">
          Save
        </SubmitButton>
      </FormActions>
      <StartQuestion interrupted="save-and-start" />
    </ActionForm>
  );
}

const limitText = (secs: number) => (secs === 0 ? 'no time limit' : `${secs.toLocaleString('en')} s`);
