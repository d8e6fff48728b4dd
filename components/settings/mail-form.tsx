import { ActionForm } from '@/components/form/action-form.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type MailFormProps = {
  action: FormAction;
  isOn: boolean;
  email: string;
  /** Whether this server can send mail at all. */
  isMailSetUp: boolean;
};

/** Whether notifications come by mail too. */
export function MailForm({ action, isOn, email, isMailSetUp }: MailFormProps) {
  return (
    <ActionForm action={action}>
      {isMailSetUp ? null : (
        <Notice>This server is not set up to send mail, so notifications are in the Console only.</Notice>
      )}
      <Checkbox
        name="isOn"
        value="1"
        label="Mail me about these"
        description={`To ${email}: once for each, until you solve or dismiss it, and 20 an hour at most.`}
        defaultChecked={isOn}
      />
      <FormActions>
        <SubmitButton>Save</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
