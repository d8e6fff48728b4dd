'use client';

import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import type { ApprovalQuestion } from '@/lib/approval/get-question.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { ANSWER_CLASSES, AnswerButtons } from './answer-buttons.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { QuestionBody } from './question-body.tsx';
import { questionTitle, standingText } from './words.ts';

type ApprovalDialogProps = {
  question: ApprovalQuestion;
  /** Made of `startAnswered`, or `answerQuestionAction` where nothing was interrupted. */
  action: FormAction;
  /** What the action is sent beside the answer. */
  fields?: Record<string, string>;
  limits?: 'once' | 'always';
  /** What was interrupted, as on its button; absent where nothing was. */
  goOn?: string;
  closeHref: string;
};

/** The question as a dialog with an address of its own: as behind `?approvePermissions=true`. Where there is nothing to ask, it says why. */
export function ApprovalDialog({ question, closeHref, action, ...rest }: ApprovalDialogProps) {
  const { actor, standing } = question;
  return (
    <RouteDialog
      title={questionTitle(actor, standing)}
      description={<code>{`${actor.username}/${actor.name}`}</code>}
      width={standing.state === 'needed' ? 'wide' : 'medium'}
      initialFocus="heading"
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <Content question={question} closeHref={closeHref} {...rest} />
      </ActionForm>
    </RouteDialog>
  );
}

type ContentProps = Omit<ApprovalDialogProps, 'action'>;

function Content({ question: first, fields = {}, limits = 'once', goOn, closeHref }: ContentProps) {
  const { asked } = useFormState();
  const question = asked?.question ?? first;
  const { standing } = question;
  return (
    <>
      <ChangedNotice asked={asked} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <AnswerFields question={question} />
      {standing.state === 'needed' ? (
        <QuestionBody question={question} isStart={goOn !== undefined} />
      ) : (
        <p className="text-sm">{standingText(standing)}</p>
      )}
      <AnswerButtons
        standing={standing}
        limits={limits}
        goOn={goOn ?? null}
        cancel={
          <Button href={closeHref} replace scroll={false} className={ANSWER_CLASSES}>
            {standing.state === 'needed' ? 'Cancel' : 'Close'}
          </Button>
        }
      />
    </>
  );
}
