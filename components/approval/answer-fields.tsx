import type { ApprovalQuestion } from '@/lib/approval/get-question.ts';
import type { ShownActor } from '@/lib/console/form-state.ts';

/** What an answer says of the question that it is to; see `lib/console/approval-form.ts`. */
export function AnswerFields({ question }: { question: ApprovalQuestion }) {
  return (
    <>
      <input type="hidden" name="askedActor" value={question.actor.id} />
      <input type="hidden" name="shown" value={question.shown} />
      <input type="hidden" name="shownActor" value={JSON.stringify(shownActorOf(question))} />
    </>
  );
}

export const shownActorOf = ({ actor }: ApprovalQuestion): ShownActor => {
  const { name, title, username, ownerName, level, levelEpoch, buildNumber } = actor;
  return { name, title, username, ownerName, level, levelEpoch, buildNumber };
};
