import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'children' | 'aria-label' | 'title'> & {
  /** Says what it does to what, and so differs within a table: "Remove Colin". */
  label: string;
  icon: ReactNode;
};

/** A square button with an icon; its name is spoken, and shown on hover. */
export function IconButton({ label, icon, variant = 'quiet', className, ...rest }: IconButtonProps) {
  const width = rest.size === 'small' ? 'w-control-small' : 'w-control';
  const props = { variant, 'aria-label': label, title: label, className: cx('px-0!', width, className), ...rest };
  return <Button {...(props as ComponentProps<typeof Button>)}>{icon}</Button>;
}
