import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';

type DatasetSettingsProps = { view: DatasetPageView; action: FormAction; deleteHref: string };

export function DatasetSettings({ view, action, deleteHref }: DatasetSettingsProps) {
  const { dataset, may } = view;
  if (!may.write) return <Notice>You may read this dataset. Its owner, {dataset.username}, can change it.</Notice>;
  return (
    <>
      <Section title="Name" meaning="A name gives the dataset an address of its own, and keeps it in your list.">
        <ActionForm action={action}>
          <input type="hidden" name="id" value={dataset.id} />
          <TextField name="title" label="Title" isOptional defaultValue={dataset.title ?? ''} />
          <TextField
            name="name"
            label="Name"
            isOptional
            hint={`Reached as ${dataset.username}~name. Whoever uses the old name will not find it.`}
            defaultValue={dataset.name ?? ''}
            autoCapitalize="none"
            spellCheck={false}
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section title="Delete" meaning="Removes the dataset with its items, and ends every right and link to it.">
        <FormActions>
          <Button variant="danger" href={deleteHref} scroll={false}>
            Delete dataset
          </Button>
        </FormActions>
      </Section>
    </>
  );
}
