'use client';

import { Button } from '@/components/ui/button.tsx';
import { FormDialog } from '@/components/ui/dialog.tsx';
import type { AskedApproval } from '@/lib/console/form-state.ts';
import { ANSWER_CLASSES, AnswerButtons } from './answer-buttons.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { QuestionBody } from './question-body.tsx';
import { type Interrupted, mayBeFull, questionTitle, standingText } from './words.ts';

type StartQuestionDialogProps = { asked: AskedApproval; interrupted: Interrupted; onClose: () => void };

/** See `StartQuestion`. */
export default function StartQuestionDialog({ asked, interrupted, onClose }: StartQuestionDialogProps) {
  const { question } = asked;
  const { actor, standing } = question;
  return (
    <FormDialog
      title={questionTitle(actor, standing)}
      description={<code>{`${actor.username}/${actor.name}`}</code>}
      width="wide"
      initialFocus="heading"
      onClose={onClose}
      cancel={CANCEL}
    >
      <ChangedNotice asked={asked} />
      <AnswerFields question={question} />
      {standing.state === 'needed' ? null : <p className="text-sm">{standingText(standing)}</p>}
      {mayBeFull(standing) ? <QuestionBody question={question} interrupted={interrupted} limits="once" /> : null}
      <AnswerButtons
        standing={standing}
        limits="once"
        interrupted={interrupted}
        cancel={
          <Button
            {...CANCEL}
            type="submit"
            formNoValidate
            className={ANSWER_CLASSES}
            onClick={(event) => {
              event.preventDefault();
              onClose();
            }}
          >
            Cancel
          </Button>
        }
      />
    </FormDialog>
  );
}

const CANCEL = { name: 'answer', value: 'cancel' } as const;
