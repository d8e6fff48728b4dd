/** What forms and actions tell each other. Pure, for components in the browser. */
import type { ApprovalQuestion } from '../approval/get-question.ts';
import type { ErrorType } from '../errors.ts';
import type { InputProblem } from '../input-schema/compile.ts';
import type { PermissionLevel } from '../vocabulary.ts';

/** What is shown of a refusal. `field`: the one to correct, where it is one. */
export interface ActionError {
  type: ErrorType;
  message: string;
  field?: string | undefined;
  /** Where several parts of one field are to be corrected, as of an Actor's input: see `InputProblem`. */
  problems?: InputProblem[] | undefined;
}

export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError };

/** A form after it was sent: what was refused and what was typed, or what was done. Never a password. */
export interface FormState {
  error?: ActionError;
  values?: Record<string, string>;
  /** What was done, to be announced; each time a new object, so that it is announced each time. */
  done?: Done;
  /** What has to be answered before it can be done. */
  asked?: AskedApproval;
}

/** The question whether an Actor may have full permissions. `before`: what was shown when it was answered, if it has changed since. */
export interface AskedApproval {
  question: ApprovalQuestion;
  before: ShownActor | null;
}

/** What of an Actor is shown in a question, so that the next one can say what is new. */
export interface ShownActor {
  name: string;
  title: string | null;
  username: string;
  ownerName: string;
  level: PermissionLevel;
  levelEpoch: number;
  buildNumber: string | null;
}

/** `shown`: what the form shows this once, such as a new token. */
export interface Done {
  message: string;
  shown?: Record<string, string>;
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** The error to show at a field. */
export const fieldError = (state: FormState, field: string): string | null =>
  state.error?.field === field ? state.error.message.replace(/^Field "[^"]+": /, 'This ') : null;

/** The error to show on top of a form: one that belongs to no field. */
export const formError = (state: FormState): string | null =>
  state.error && state.error.field === undefined ? state.error.message : null;

/** The fields of a form that asks once more before it does what was chosen: see `askOnce`. */
export const CONFIRMED = 'confirmed';
export const CANCELLED = 'cancelled';
