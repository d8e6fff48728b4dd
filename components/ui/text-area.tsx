import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

type TextAreaProps = ComponentProps<'textarea'> & {
  /** For code and JSON: monospaced, and no line is broken. */
  isMono?: boolean;
};

/** Text of several lines. */
export function TextArea({ isMono, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={4}
      {...(isMono && { spellCheck: false, autoCapitalize: 'none', autoComplete: 'off', wrap: 'off' })}
      {...rest}
      className={cx('control block resize-y text-sm', isMono && 'font-mono', className)}
    />
  );
}
