'use client';

import { useFormState } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ANSWER_CLASSES, AnswerButtons } from './answer-buttons.tsx';
import { AnswerFields } from './answer-fields.tsx';
import type { ApprovalDialogProps } from './approval-dialog.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { QuestionBody } from './question-body.tsx';
import { mayBeFull, standingText } from './words.ts';

/** What is in the dialog and its form; see `ApprovalDialog`. */
export default function ApprovalContent(props: Omit<ApprovalDialogProps, 'action'>) {
  const { question: first, fields = {}, limits = 'once', interrupted, closeHref } = props;
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
      {standing.state === 'needed' ? null : <p className="text-sm">{standingText(standing)}</p>}
      {mayBeFull(standing) ? (
        <QuestionBody question={question} interrupted={interrupted ?? null} limits={limits} />
      ) : null}
      <AnswerButtons
        standing={standing}
        limits={limits}
        interrupted={interrupted ?? null}
        cancel={
          <Button href={closeHref} replace scroll={false} className={ANSWER_CLASSES}>
            {standing.state === 'needed' ? 'Cancel' : 'Close'}
          </Button>
        }
      />
    </>
  );
}
