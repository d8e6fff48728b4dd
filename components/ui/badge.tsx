import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'neutral' | 'accent' | 'moss' | 'amber' | 'violet' | 'brick';

type BadgeProps = { tone?: Tone; icon?: ReactNode; children: ReactNode };

/** A word about a thing. The colour only repeats the word. */
export function Badge({ tone = 'neutral', icon, children }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 rounded-sm px-1.5 py-px text-xs font-medium whitespace-nowrap [&>.lucide]:size-3.5',
        TONES[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}

/** Text on its own soft ground. The outline is seen only in forced colours. */
export const TONES: Record<Tone, string> = {
  neutral: 'bg-hover text-ink outline outline-transparent',
  accent: 'bg-accent-soft text-accent-ink outline outline-transparent',
  moss: 'bg-moss-soft text-moss outline outline-transparent',
  amber: 'bg-amber-soft text-amber outline outline-transparent',
  violet: 'bg-violet-soft text-violet outline outline-transparent',
  brick: 'bg-brick-soft text-brick outline outline-transparent',
};
