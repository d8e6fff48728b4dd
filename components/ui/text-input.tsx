import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

type TextInputProps = ComponentProps<'input'> & {
  /** For ids, names and keys. */
  isMono?: boolean;
};

export function TextInput({ isMono, className, ...rest }: TextInputProps) {
  return <input type="text" {...rest} className={cx('control text-sm', isMono && 'font-mono', className)} />;
}
