import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { StartQuestion } from '@/components/approval/start-question.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Field } from '@/components/ui/field.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { LEVEL_WORDS, MEMORY_CHOICES } from './words.ts';

export type StartOptions = {
  /** Tags and numbers of builds that can run, the one that a run gets by default first. */
  builds: string[];
  memoryMbytes: number;
  timeoutSecs: number;
  level: PermissionLevel;
  /** Whether limited permissions are chosen beforehand. */
  isLimited: boolean;
  /** Whether the reader's account never gives it more than limited permissions. */
  isAlwaysLimited: boolean;
};

type StartFormProps = {
  actorId: string;
  options: StartOptions;
  action: FormAction;
  /** The form of its input. */
  children: ReactNode;
};

/** Starts a run: the input, and below it what the run gets. */
export function StartForm({ actorId, options, action, children }: StartFormProps) {
  return (
    <ActionForm action={action} className="grid max-w-3xl grid-cols-1 gap-5" hasInputForm>
      <input type="hidden" name="id" value={actorId} />
      {children}
      <details open={options.isLimited} className="rounded-md border border-line bg-raised px-4 py-3">
        <summary className="cursor-pointer text-sm font-medium">
          Run options{' '}
          <span className="font-normal text-muted">
            build {options.builds[0]} · {options.memoryMbytes.toLocaleString('en')} MB ·{' '}
            {options.timeoutSecs === 0 ? 'no time limit' : `${options.timeoutSecs.toLocaleString('en')} s`}
          </span>
        </summary>
        <div className="grid items-start gap-4 pt-4 sm:grid-cols-2">
          <SelectField
            name="build"
            label="Build"
            options={options.builds.map((build) => ({ value: build, label: build }))}
            defaultValue={options.builds[0] ?? ''}
          />
          <SelectField
            name="memoryMbytes"
            label="Memory"
            options={MEMORY_CHOICES}
            defaultValue={String(options.memoryMbytes)}
          />
          <TextField
            name="timeoutSecs"
            label="Time limit in seconds"
            hint="0 sets none."
            inputMode="numeric"
            pattern="[0-9]*"
            defaultValue={String(options.timeoutSecs)}
          />
          <LevelField options={options} />
        </div>
      </details>
      <FormActions>
        <SubmitButton name="then" value="start">
          <Play /> Start
        </SubmitButton>
        <SubmitButton variant="secondary" name="then" value="save-as-task">
          Save as task
        </SubmitButton>
      </FormActions>
      <StartQuestion />
    </ActionForm>
  );
}

function LevelField({ options: { level, isLimited, isAlwaysLimited } }: Pick<StartFormProps, 'options'>) {
  const label = 'Permissions for this run';
  if (isAlwaysLimited) {
    return (
      <Field label={label} hint="You always limit this Actor. The three-dot menu above has the way to change that.">
        {(control) => <TextInput {...control} readOnly value={LEVEL_WORDS.LIMITED_PERMISSIONS.name} />}
      </Field>
    );
  }
  return (
    <SelectField
      name="forcePermissionLevel"
      label={label}
      hint={LEVEL_WORDS[isLimited ? 'LIMITED_PERMISSIONS' : level].meaning}
      options={[
        { value: '', label: `As declared: ${LEVEL_WORDS[level].name.toLowerCase()}` },
        { value: 'LIMITED_PERMISSIONS', label: LEVEL_WORDS.LIMITED_PERMISSIONS.name },
        { value: 'FULL_PERMISSIONS', label: LEVEL_WORDS.FULL_PERMISSIONS.name },
      ]}
      defaultValue={isLimited ? 'LIMITED_PERMISSIONS' : ''}
    />
  );
}
