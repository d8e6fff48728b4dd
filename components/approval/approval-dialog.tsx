import { ActionForm } from '@/components/form/action-form.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import type { ApprovalQuestion } from '@/lib/approval/get-question.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { ApprovalContent } from './lazy-approval-content.tsx';
import { type Interrupted, mayBeFull, questionTitle } from './words.ts';

export type ApprovalDialogProps = {
  question: ApprovalQuestion;
  /** Made of `startAnswered`, or `answerQuestionAction` where nothing was interrupted. */
  action: FormAction;
  /** What the action is sent beside the answer. */
  fields?: Record<string, string>;
  limits?: 'once' | 'always';
  /** Absent where nothing was. */
  interrupted?: Interrupted;
  closeHref: string;
};

/** The question as a dialog with an address of its own: as behind `?approvePermissions=true`. Where there is nothing to ask, it says why. */
export function ApprovalDialog({ action, ...rest }: ApprovalDialogProps) {
  const { question, closeHref } = rest;
  const { actor, standing } = question;
  return (
    <RouteDialog
      title={questionTitle(actor, standing)}
      description={<code>{`${actor.username}/${actor.name}`}</code>}
      width={mayBeFull(standing) ? 'wide' : 'medium'}
      initialFocus="heading"
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <ApprovalContent {...rest} />
      </ActionForm>
    </RouteDialog>
  );
}
