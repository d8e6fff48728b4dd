import { ApprovalDialog } from '@/components/approval/approval-dialog.tsx';
import type { Interrupted } from '@/components/approval/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { getApprovalQuestion } from '@/lib/approval/get-question.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { answerQuestionAction } from './actions.ts';

type ApprovalDialogForProps = {
  actorId: string;
  mayRun: boolean;
  /** The address that asks: where to come back to after sign-in. */
  path: string;
  closeHref: string;
  /** What was interrupted and goes on after the answer. */
  start?: {
    action: FormAction;
    fields: Record<string, string>;
    interrupted: Interrupted;
    limits: 'once' | 'always';
  };
};

/** Loads the question and asks it. Only a person can answer, so visitors are sent to sign in. */
export async function ApprovalDialogFor({ actorId, mayRun, path, closeHref, start }: ApprovalDialogForProps) {
  await requireAccount(path);
  if (!mayRun) {
    return (
      <RouteDialog title="There is nothing to approve" width="narrow" initialFocus="heading" closeHref={closeHref}>
        <p className="text-sm">You may see this Actor, but not run it.</p>
        <FormActions>
          <Button href={closeHref} replace scroll={false}>
            Close
          </Button>
        </FormActions>
      </RouteDialog>
    );
  }
  const question = await open(path, (ctx) => getApprovalQuestion(ctx, { by: 'id', id: actorId }));
  return (
    <ApprovalDialog
      // Another question is another dialog, with its own answer.
      key={question.shown}
      question={question}
      closeHref={closeHref}
      {...(start ?? { action: answerQuestionAction })}
    />
  );
}
