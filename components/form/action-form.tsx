'use client';

import { usePathname } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  type SyntheticEvent,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from 'react';
import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Link } from '@/components/ui/link.tsx';
import { announce } from '@/components/ui/status.ts';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type FormAction, type FormState, formError } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';

const Sent = createContext<FormState>({});

/** The form around, after it was sent: for its fields. */
export const useFormState = () => useContext(Sent);

type ActionFormProps = {
  action: FormAction;
  className?: string;
  /** Empties the fields once it is done, for forms that add to a list. */
  resetsWhenDone?: boolean;
  /** Said when the form goes away with what it took away, as a row does. */
  goneMessage?: string;
  /** The form has an Actor's input, which says itself what is wrong with it; without JavaScript it cannot. */
  hasInputForm?: boolean;
  children: ReactNode;
};

/** The second press of a double click may meet another row's button, which has moved under the pointer. */
const DOUBLE_CLICK_MILLIS = 350;
let lastSent: { form: EventTarget; at: number } | null = null;

/**
 * A form that a server action carries, with and without JavaScript. A refusal is shown with what was typed; what was done is announced.
 * When the setting asks for a recent sign-in, the password is asked for here, and nothing typed is lost.
 */
export function ActionForm({
  action,
  className = 'grid gap-4',
  resetsWhenDone,
  goneMessage,
  hasInputForm,
  children,
}: ActionFormProps) {
  const [state, submit] = useActionState(action, {});
  const form = useRef<HTMLFormElement>(null);
  const isAwaited = useRef(false);
  useEffect(() => {
    isAwaited.current = false;
    if (!state.done) return;
    announce(state.done.message);
    if (resetsWhenDone) form.current?.reset();
  }, [state, resetsWhenDone]);

  useEffect(
    () => () => {
      if (isAwaited.current && goneMessage) announce(goneMessage);
    },
    [goneMessage],
  );
  // How many presses in quick succession, at the same place, the last one was of.
  const presses = useRef(0);
  const send = (event: SyntheticEvent) => {
    const at = Date.now();
    const isOther = lastSent?.form !== event.currentTarget;
    const isRepeated = presses.current > 1;
    presses.current = 0;
    if (lastSent && isOther && isRepeated && at - lastSent.at < DOUBLE_CLICK_MILLIS) return event.preventDefault();
    lastSent = { form: event.currentTarget, at };
    isAwaited.current = true;
  };

  const isSaid = hasInputForm && (state.error?.problems?.length ?? 0) > 0;
  const summary = <ErrorSummary error={formError(state)} />;
  const mustConfirm = state.error?.type === 'elevated-permissions-needed' || state.error?.field === 'reauthPassword';
  return (
    <form
      ref={form}
      action={submit}
      onClickCapture={(event) => {
        presses.current = event.detail;
      }}
      onSubmit={send}
      className={className}
    >
      <Sent value={state}>
        {mustConfirm ? (
          <ConfirmIdentity error={state.error?.field === 'reauthPassword' ? state.error.message : null} />
        ) : isSaid ? (
          <noscript>{summary}</noscript>
        ) : (
          summary
        )}
        {children}
        {state.done ? (
          <noscript>
            <p>{state.done.message}</p>
          </noscript>
        ) : null}
      </Sent>
    </form>
  );
}

/** Takes the place of an error: the form is as it was typed, and this is the one thing still missing. */
function ConfirmIdentity({ error }: { error: string | null }) {
  const path = usePathname();
  return (
    <div className="grid gap-2 rounded-md border border-line-strong bg-sunken p-3">
      <Field label="Confirm that it is you: your password" hint="This asks for a recent sign-in." error={error}>
        {(control) => (
          <TextInput
            {...control}
            type="password"
            name="reauthPassword"
            autoComplete="current-password"
            required
            // It appears after the form was sent, and nothing else can be done before it.
            autoFocus
          />
        )}
      </Field>
      <p className="text-sm text-muted">
        No password? <Link href={consolePath.signIn(path)}>Sign in again</Link> another way.
      </p>
    </div>
  );
}
