import { cx } from './cx.ts';

/** Holds the place of a part that streams in: give it that part's size, as in `className="h-10 w-full"`. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={cx('breathing block rounded-sm bg-line', className)} />;
}
