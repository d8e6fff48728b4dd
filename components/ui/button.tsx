import type { ComponentProps } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { cx } from './cx.ts';

export type ButtonLook = {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'medium' | 'small';
};

type ButtonProps = ButtonLook & {
  /** Why it cannot be pressed now. It stays focusable, so that everybody can read this. */
  disabledReason?: string | undefined;
};

type AsLink = ButtonProps & ComponentProps<typeof Link>;
type AsButton = ButtonProps & ComponentProps<'button'> & { href?: undefined };

/** A button, or with `href` a link that looks like one. */
export function Button(props: AsLink | AsButton) {
  const { variant, size, disabledReason, className, ...rest } = props;
  const classes = cx(buttonClasses({ variant, size }), className);

  if (disabledReason) {
    return (
      <button type="button" aria-disabled="true" title={disabledReason} className={classes}>
        {rest.children}
      </button>
    );
  }
  if (rest.href !== undefined) return <Link {...rest} className={classes} />;
  return <button type="button" {...rest} className={classes} />;
}

export function buttonClasses({ variant = 'secondary', size = 'medium' }: ButtonLook): string {
  return cx(
    'relative inline-flex shrink-0 items-center justify-center gap-1.5 overflow-hidden rounded-sm border font-medium whitespace-nowrap no-underline transition-colors',
    'aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-faint',
    'disabled:border-line disabled:bg-transparent disabled:text-faint',
    SIZES[size],
    VARIANTS[variant],
  );
}

const SIZES = {
  medium: 'min-h-control px-3 text-sm',
  small: 'min-h-control-small px-2 text-xs',
};

const VARIANTS = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
  secondary: 'border-line-strong bg-raised text-ink hover:bg-hover',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-ink',
  danger: 'border-brick bg-brick text-on-brick hover:border-brick-strong hover:bg-brick-strong',
};
