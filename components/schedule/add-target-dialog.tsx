'use client';

import { useId, useState } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type Choices = Record<'RUN_ACTOR' | 'RUN_ACTOR_TASK', string[]>;
type AddTargetDialogProps = {
  scheduleId: string;
  /** Names of Actors and tasks that are offered, as `username/name`. */
  choices: Choices;
  action: FormAction;
  closeHref: string;
};

export function AddTargetDialog({ scheduleId, choices, action, closeHref }: AddTargetDialogProps) {
  return (
    <RouteDialog
      title="Add an Actor or a task"
      description="A schedule starts up to ten Actors and ten tasks. Input and options come next."
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={scheduleId} />
        <TargetFields choices={choices} />
        <SubmitButton>Add</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}

function TargetFields({ choices }: { choices: Choices }) {
  const { error, values } = useFormState();
  const [type, setType] = useState<keyof Choices>('RUN_ACTOR');
  const listId = useId();
  return (
    <>
      <RadioCards
        legend="What it starts"
        name="type"
        defaultValue={type}
        onChange={setType}
        choices={[
          { value: 'RUN_ACTOR', label: 'An Actor', description: 'With an input that you write here.' },
          {
            value: 'RUN_ACTOR_TASK',
            label: 'A task',
            description: 'An Actor with the input that is saved in the task.',
          },
        ]}
      />
      <Field
        label="Name or ID"
        hint="As username/name. Yours, and those shared with you, are offered as you type."
        error={error?.field === 'targetName' ? error.message.replace(/^Field "[^"]+": /, 'This ') : null}
      >
        {(control) => (
          <>
            <TextInput
              {...control}
              name="targetName"
              list={listId}
              defaultValue={values?.targetName}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <datalist id={listId}>
              {choices[type].map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </>
  );
}
