import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { TaskView } from '@/lib/task/view.ts';

type TaskSettingsProps = {
  task: TaskView;
  /** Why it cannot be changed, if it cannot; it can be deleted all the same. */
  refusal: string | null;
  action: FormAction;
  deleteHref: string;
};

export function TaskSettings({ task, refusal, action, deleteHref }: TaskSettingsProps) {
  return (
    <>
      <Section title="Name" meaning="The title is shown; the name is its address.">
        {refusal ? (
          <Notice>{refusal}. Nothing of the task can be changed without it.</Notice>
        ) : (
          <ActionForm action={action}>
            <input type="hidden" name="id" value={task.id} />
            <TextField name="title" label="Title" isOptional defaultValue={task.title ?? ''} />
            <TextField name="description" label="Description" isOptional defaultValue={task.description ?? ''} />
            <TextField
              name="name"
              label="Name"
              hint={`Reached as ${task.username}/name. Whoever uses the old name will not find it.`}
              defaultValue={task.name}
              autoCapitalize="none"
              spellCheck={false}
            />
            <FormActions>
              <SubmitButton>Save</SubmitButton>
            </FormActions>
          </ActionForm>
        )}
      </Section>
      <Section title="Delete" meaning="Its runs and their results stay.">
        <FormActions>
          <Button variant="danger" href={deleteHref} scroll={false}>
            Delete task
          </Button>
        </FormActions>
      </Section>
    </>
  );
}
