import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

/** Several lines of text; grows with them where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} {...rest} className={cx('control field-sizing-content text-sm', className)} />;
}
