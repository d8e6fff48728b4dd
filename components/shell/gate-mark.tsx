import { cx } from '@/components/ui/cx.ts';

/** The mark: a gatehouse, its door ajar. */
export function GateMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cx('fill-accent', className)}>
      <path d="M3 21.5V3h4.25v3h2.6V3h4.3v3h2.6V3H21v18.5h-5v-6.5a4 4 0 0 0-8 0v6.5Z" />
      <path d="M13 11.13A4 4 0 0 1 16 15v6.5h-3Z" opacity=".45" />
    </svg>
  );
}

/** The mark with the product's name. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight text-ink">
      <GateMark className="size-5.5" />
      Gatehouse
    </span>
  );
}
