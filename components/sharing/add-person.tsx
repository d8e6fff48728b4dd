import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { StorageFields, type StorageTarget } from '@/components/form/storage-fields.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

/** Gives somebody access. The first field comes first in the dialog and keeps the focus, ready for the next name. */
export function AddPerson({ storage, action }: { storage: StorageTarget; action: FormAction }) {
  return (
    <ActionForm action={action} resetsWhenDone className="grid gap-3">
      <StorageFields {...storage} />
      <PersonField />
      <div className="flex flex-wrap items-end gap-3">
        <LevelFields />
        <SubmitButton variant="secondary" className="ml-auto">
          Add
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

export function PersonField() {
  return (
    <TextField
      name="who"
      label="Add people"
      hint="By username, e-mail or user ID. They need an account here; to others, give a signed link."
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
  );
}

/** What they may, and how long. */
export function LevelFields() {
  return (
    <>
      <SelectField
        name="permission"
        label="They may"
        hint="Writing includes renaming and deleting."
        options={[
          { value: 'READ', label: 'Read' },
          { value: 'WRITE', label: 'Read and write' },
          { value: 'SHARE', label: 'Read, write and share' },
        ]}
      />
      <TextField name="until" label="Until" isOptional type="date" className="w-40!" />
    </>
  );
}
