import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type ResourceTarget } from '@/components/form/resource-fields.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { isStorageKind, type ResourceKind } from '@/lib/vocabulary.ts';
import type { RightsKind } from './rights-field.tsx';
import { RightsField } from './share-controls.tsx';

/** Gives somebody access. The first field comes first in the dialog and keeps the focus, ready for the next name. */
export function AddPerson({ resource, action }: { resource: ResourceTarget; action: FormAction }) {
  return (
    <ActionForm action={action} resetsWhenDone className="grid gap-3">
      <ResourceFields {...resource} />
      <PersonField mayGetLink={isStorageKind(resource.kind)} />
      {hasRights(resource.kind) ? <RightsField kind={resource.kind} /> : null}
      <div className="flex flex-wrap items-start gap-3">
        {hasRights(resource.kind) ? null : <LevelField hint={LEVEL_HINTS[resource.kind]} />}
        <UntilField />
        {/* Beside the controls, below their labels. */}
        <SubmitButton variant="secondary" className="mt-6 ml-auto">
          Add
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

/** `mayGetLink`: whether a link can be signed for those who have no account. */
export function PersonField({ mayGetLink = true }: { mayGetLink?: boolean }) {
  return (
    <TextField
      name="who"
      label="Add people"
      hint={`By username, e-mail or user ID. They need an account here${mayGetLink ? '; to others, give a signed link.' : '.'}`}
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
      <LevelField hint={LEVEL_HINTS.dataset} />
      <UntilField />
    </>
  );
}

function LevelField({ hint }: { hint: string }) {
  return (
    <SelectField
      name="permission"
      label="They may"
      hint={hint}
      options={[
        { value: 'READ', label: 'Read' },
        { value: 'WRITE', label: 'Read and write' },
        { value: 'SHARE', label: 'Read, write and share' },
      ]}
    />
  );
}

const hasRights = (kind: ResourceKind): kind is RightsKind => kind === 'actor' || kind === 'task';

const OF_STORAGES = 'Writing includes renaming and deleting.';
const LEVEL_HINTS: Record<Exclude<ResourceKind, RightsKind>, string> = {
  dataset: OF_STORAGES,
  'key-value-store': OF_STORAGES,
  'request-queue': OF_STORAGES,
  run: 'Writing includes aborting and deleting.',
  build: 'Writing includes aborting and deleting.',
  schedule: 'Writing includes deciding what it starts in your account.',
  webhook: '',
};

const UntilField = () => <TextField name="until" label="Until" isOptional type="date" className="w-40!" />;
