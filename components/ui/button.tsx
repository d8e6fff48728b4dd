import type { ComponentProps } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { cx } from './cx.ts';

export type ButtonLook = {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'medium' | 'small';
};

type Refusable = {
  /** Why it cannot be pressed now. It stays focusable, so that everybody can read this. */
  disabledReason?: string | undefined;
};

type AsLink = ButtonLook & Refusable & ComponentProps<typeof Link>;
type AsButton = ButtonLook & Refusable & ComponentProps<'button'> & { href?: undefined };
export type ButtonProps = AsLink | AsButton;

/** A button, or with `href` a link that looks like one. */
export function Button(props: ButtonProps) {
  const { variant, size, disabledReason, className, ...rest } = props;
  const classes = cx(buttonClasses({ variant, size }), className);

  if (disabledReason) {
    return (
      <button
        type="button"
        aria-disabled="true"
        aria-label={rest['aria-label']}
        title={disabledReason}
        className={classes}
      >
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
  primary:
    'forced-color-adjust-none border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
  secondary: 'border-edge bg-raised text-ink hover:bg-hover',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-ink',
  danger:
    'forced-color-adjust-none border-brick bg-brick text-on-brick hover:border-brick-strong hover:bg-brick-strong',
};
