import type { ReactNode } from 'react';

/** Of a height of its own, so that nothing below moves while lines come. */
export function LogFrame({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-[max(22rem,calc(100dvh-21rem))] min-h-0 flex-col overflow-hidden rounded-md border border-line bg-raised">
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line bg-sunken px-2 py-1.5">
        {bar}
      </div>
      {children}
    </div>
  );
}
