'use client';

import type { MouseEvent, ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonLook } from './button.tsx';
import { ProgressBar } from './progress-bar.tsx';

type SubmitButtonProps = ButtonLook & {
  className?: string;
  /** The name of a button whose words alone would not tell it from its neighbours', or that has only an icon. */
  label?: string;
  children: ReactNode;
  disabledReason?: string | undefined;
  /** Tells the buttons of one form apart. */
  name?: string;
  value?: string;
  formNoValidate?: boolean;
};

/** Sends its form. While the answer is awaited it keeps its size and focus, shows a running bar and cannot send twice. */
export function SubmitButton({ children, label, variant = 'primary', ...rest }: SubmitButtonProps) {
  const { pending, data } = useFormStatus();
  // Of several buttons, the bar runs in the one that was pressed.
  const isOther = rest.name !== undefined && data?.get(rest.name) !== rest.value;
  const refuseSecond = (event: MouseEvent) => {
    if (pending) event.preventDefault();
  };
  return (
    <Button
      type="submit"
      variant={variant}
      aria-label={label}
      title={label}
      aria-busy={(pending && !isOther) || undefined}
      onClick={refuseSecond}
      {...rest}
    >
      {children}
      {pending && !isOther ? <ProgressBar className="absolute inset-x-0 bottom-0" /> : null}
    </Button>
  );
}
