import type { ReactNode } from 'react';

/** The only `h1` of a page. It takes the focus after a move. */
export function PageTitle({ children }: { children: ReactNode }) {
  return (
    <h1 tabIndex={-1} className="min-w-0 text-xl font-semibold tracking-tight break-words">
      {children}
    </h1>
  );
}
