import { type ReactNode, useId } from 'react';

/** What ties a control to its label, hint and error. Spread it on the control. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

type FieldProps = {
  /** For links to the control; made up without one. */
  id?: string;
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** Shown beside the label, when not every field of the form is asked for. */
  isOptional?: boolean;
  /** Shown beside the label, when few fields of the form are asked for. */
  isRequired?: boolean;
  children: (control: FieldControl) => ReactNode;
};

/** A labelled control with a hint and, after a refusal, what to correct. The control keeps what was typed by its `defaultValue`. */
export function Field({ id: ownId, label, hint, error, isOptional, isRequired, children }: FieldProps) {
  const anyId = useId();
  const id = ownId ?? anyId;
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined;
  return (
    <div className="grid grid-cols-1 gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {isOptional ? <span className="font-normal text-faint"> (optional)</span> : null}
        {isRequired ? <span className="font-normal text-faint"> (required)</span> : null}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={errorId} className="text-sm text-brick">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
