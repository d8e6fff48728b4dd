import { Play } from 'lucide-react';
import { StartQuestion } from '@/components/approval/start-question.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import type { ButtonLook } from '@/components/ui/button.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type StartTaskProps = ButtonLook & {
  taskId: string;
  action: FormAction;
  /** Where several tasks have such a button: what tells it from the others. */
  label?: string;
  disabledReason?: string | undefined;
};

/** Runs a task as it is saved; where its Actor needs approval, it asks. */
export function StartTask({ taskId, action, label, ...look }: StartTaskProps) {
  return (
    <ActionForm action={action} className="contents">
      <input type="hidden" name="id" value={taskId} />
      <SubmitButton {...look} {...(label && { label })}>
        <Play /> Start
      </SubmitButton>
      <StartQuestion />
    </ActionForm>
  );
}
