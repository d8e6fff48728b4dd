import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import type { ApprovalAnswer } from '@/lib/console/approval-form.ts';
import { alwaysLimitText, consequenceText, GO_ON, type Interrupted, isRevocable } from './words.ts';

type AnswerButtonsProps = {
  standing: ApprovalState;
  /** The button that leaves everything as it is. */
  cancel: ReactNode;
  /** Whether this one start can be limited, or only every one from now on. */
  limits: 'once' | 'always';
  /** null where nothing was. */
  interrupted: Interrupted | null;
};

/**
 * The answers, in the order of the least: none is larger than another, and none is chosen before the reader chooses. They send the form
 * around with the field `answer`.
 */
export function AnswerButtons({ standing, cancel, limits, interrupted }: AnswerButtonsProps) {
  const { state } = standing;
  const isNeeded = state === 'needed';
  const isAlways = limits === 'always';
  // Someone may have asked for full permissions of an Actor that does not ask for them itself: that is nothing to approve.
  const mayGoOn = interrupted !== null && !isNeeded && state !== 'limited';
  const mayLimit = isNeeded || (state === 'limited' && interrupted !== null && !isAlways);
  return (
    // In sight at once, where the window is high enough to leave room; at the very edge, below the margin that dialogs keep.
    <div className="answers -mx-5 -mb-5 grid gap-2 rounded-b-md border-t border-line bg-sunken px-5 py-3 max-sm:-mx-4 max-sm:-mb-4 max-sm:px-3">
      <div className="grid gap-2 max-sm:auto-cols-fr max-sm:grid-flow-col sm:grid-cols-3">
        {cancel}
        {mayLimit ? (
          <Answer answer={isAlways ? 'always-limited' : 'limited'}>
            <ShieldCheck className="text-moss max-sm:hidden" />
            {isAlways ? alwaysLimitText(interrupted) : 'Run with limited permissions instead'}
          </Answer>
        ) : null}
        {isNeeded ? (
          <Answer answer="authorize">
            <ShieldAlert className="text-brick max-sm:hidden" /> Authorize
          </Answer>
        ) : null}
        {mayGoOn ? <Answer answer="go-on">{GO_ON[interrupted]}</Answer> : null}
        {interrupted === null && isRevocable(standing) ? <Answer answer="revoke">Revoke approval</Answer> : null}
        {state === 'ceiling' && interrupted === null ? <Answer answer="allow-full">Stop limiting it</Answer> : null}
        {interrupted === null && (isRevocable(standing) || state === 'skip-setting') ? (
          <Answer answer="always-limited">Always run with limited permissions</Answer>
        ) : null}
      </div>
      {isNeeded ? (
        <div className="flex flex-wrap items-center justify-between gap-x-3 text-xs">
          <p>{consequenceText(interrupted)}</p>
          {isAlways ? null : (
            <SubmitButton
              variant="quiet"
              size="small"
              name="answer"
              value="always-limited"
              formNoValidate
              className="px-0! text-ink! underline"
            >
              {alwaysLimitText(interrupted)}
            </SubmitButton>
          )}
        </div>
      ) : null}
    </div>
  );
}

/** All of one size, whatever they say. */
export const ANSWER_CLASSES = 'min-h-11 py-1.5 whitespace-normal! text-center max-sm:px-1.5! max-sm:text-xs!';

function Answer({ answer, children }: { answer: ApprovalAnswer; children: ReactNode }) {
  return (
    <SubmitButton variant="secondary" name="answer" value={answer} formNoValidate className={ANSWER_CLASSES}>
      {children}
    </SubmitButton>
  );
}
