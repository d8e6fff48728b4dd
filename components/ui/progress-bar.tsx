import { cx } from './cx.ts';

/** A thin line that runs while something is awaited. It says nothing: the control or region it belongs to is `aria-busy`. */
export function ProgressBar({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cx('block h-0.5 overflow-hidden', className)}>
      <span className="running block h-full w-1/3 bg-current" />
    </span>
  );
}
