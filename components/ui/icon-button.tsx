import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { cx } from './cx.ts';

/** Distributes over the union, so that a link keeps the props of a link. */
type Unnamed<Props> = Props extends unknown ? Omit<Props, 'children' | 'aria-label' | 'title'> : never;

type IconButtonProps = Unnamed<ButtonProps> & {
  /** Says what it does to what, and so differs within a table: "Remove Colin". */
  label: string;
  icon: ReactNode;
};

/** A square button with an icon; its name is spoken, and shown on hover. */
export function IconButton({ label, icon, variant = 'quiet', className, ...rest }: IconButtonProps) {
  const width = rest.size === 'small' ? 'w-control-small' : 'w-control';
  return (
    <Button {...rest} variant={variant} aria-label={label} title={label} className={cx('px-0!', width, className)}>
      {icon}
    </Button>
  );
}
