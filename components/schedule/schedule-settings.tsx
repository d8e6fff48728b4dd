import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { SchedulePageView } from '@/lib/schedule/page-view.ts';

type ScheduleSettingsProps = {
  view: Pick<SchedulePageView, 'schedule' | 'ownerUsername' | 'isScoped'>;
  action: FormAction;
  deleteHref: string;
};

export function ScheduleSettings({
  view: { schedule, ownerUsername, isScoped },
  action,
  deleteHref,
}: ScheduleSettingsProps) {
  const id = <input type="hidden" name="id" value={schedule.id} />;
  return (
    <>
      {isScoped ? (
        <Section title="Limited to a scope" meaning="What it starts can do no more than whoever wrote it.">
          <Notice>
            A scoped token, or somebody whom it is only shared with, wrote what this schedule starts. Its runs keep to
            that for ever: create a new schedule to start things with all the permissions of your account.
          </Notice>
        </Section>
      ) : null}
      <Section title="Firing" meaning="What it does where something stands in its way.">
        <ActionForm action={action}>
          {id}
          <input type="hidden" name="part" value="firing" />
          <Checkbox
            name="isExclusive"
            defaultChecked={schedule.isExclusive}
            label="Skip what is still running"
            description="An Actor or a task is passed over while the run of an earlier firing goes on."
          />
          <Checkbox
            name="email"
            defaultChecked={schedule.notifications.email}
            label="Notify me by e-mail when something cannot start"
            description="The log has it in any case, and the bell tells you of what needs your approval."
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section title="Name" meaning="The title is shown; the name is its address.">
        <ActionForm action={action}>
          {id}
          <input type="hidden" name="part" value="name" />
          <TextField name="title" label="Title" isOptional defaultValue={schedule.title ?? ''} />
          <TextField name="description" label="Description" isOptional defaultValue={schedule.description ?? ''} />
          <TextField
            name="name"
            label="Name"
            hint={`Reached as ${ownerUsername}~name.`}
            defaultValue={schedule.name}
            autoCapitalize="none"
            spellCheck={false}
          />
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </ActionForm>
      </Section>
      <Section title="Delete" meaning="Removes the schedule with its log. Runs that it started stay.">
        <FormActions>
          <Button variant="danger" href={deleteHref} scroll={false}>
            Delete schedule
          </Button>
        </FormActions>
      </Section>
    </>
  );
}
