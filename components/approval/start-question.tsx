'use client';

import { useState } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FormDialog } from '@/components/ui/dialog.tsx';
import type { AskedApproval } from '@/lib/console/form-state.ts';
import { ANSWER_CLASSES, AnswerButtons } from './answer-buttons.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { QuestionBody } from './question-body.tsx';
import { questionTitle, standingText } from './words.ts';

type StartQuestionProps = {
  /** The words of the button that starts. */
  goOn?: string;
};

/**
 * Stands in an `ActionForm` whose action is made of `startAnswered`, after its own button: when the start is refused for want of approval, it
 * opens the question, whose answers send the same form again. Closing it leaves the form as it was typed. Without JavaScript it is part of
 * the answer's page.
 */
export function StartQuestion({ goOn = 'Start' }: StartQuestionProps) {
  const { asked } = useFormState();
  const [closed, setClosed] = useState<AskedApproval | null>(null);
  if (!asked || asked === closed) return null;
  const { question } = asked;
  const { actor, standing } = question;
  return (
    <FormDialog
      title={questionTitle(actor, standing)}
      description={<code>{`${actor.username}/${actor.name}`}</code>}
      width="wide"
      initialFocus="heading"
      onClose={() => setClosed(asked)}
      cancel={CANCEL}
    >
      <ChangedNotice asked={asked} />
      <AnswerFields question={question} />
      {standing.state === 'needed' ? (
        <QuestionBody question={question} isStart />
      ) : (
        <p className="text-sm">{standingText(standing)}</p>
      )}
      <AnswerButtons
        standing={standing}
        limits="once"
        goOn={goOn}
        cancel={
          <Button
            {...CANCEL}
            type="submit"
            formNoValidate
            className={ANSWER_CLASSES}
            onClick={(event) => {
              event.preventDefault();
              setClosed(asked);
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
