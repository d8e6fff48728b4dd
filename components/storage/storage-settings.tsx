import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields } from '@/components/form/resource-fields.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';
import { KIND_WORDS } from './words.ts';

type StorageSettingsProps = { view: StoragePageView; action: FormAction; deleteHref: string };

export function StorageSettings({ view, action, deleteHref }: StorageSettingsProps) {
  const { kind, storage, may } = view;
  const what = STORAGE_WORDS[kind];
  if (!may.write) {
    return (
      <Notice>
        You may read this {what}. Its owner, {storage.username}, can change it.
      </Notice>
    );
  }
  return (
    <>
      <Section title="Name" meaning={`A name gives the ${what} an address of its own, and keeps it in your list.`}>
        <ActionForm action={action}>
          <ResourceFields kind={kind} id={storage.id} />
          <input type="hidden" name="titleShown" value={storage.title ?? ''} />
          <input type="hidden" name="nameShown" value={storage.name ?? ''} />
          <TextField name="title" label="Title" isOptional defaultValue={storage.title ?? ''} />
          <TextField
            name="name"
            label="Name"
            isOptional
            hint={`Reached as ${storage.username}~name. Whoever uses the old name will not find it.`}
            defaultValue={storage.name ?? ''}
            autoCapitalize="none"
            spellCheck={false}
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section
        title="Delete"
        meaning={`Removes the ${what} with its ${KIND_WORDS[kind].entries}, and ends every right and link to it.`}
      >
        <FormActions>
          <Button variant="danger" href={deleteHref} scroll={false}>
            Delete {what}
          </Button>
        </FormActions>
      </Section>
    </>
  );
}
