import type { ReactNode } from 'react';

/** One sentence on what would be here and the one action that fills it. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-md border border-dashed border-line-strong px-6 py-10 text-center">
      <p className="max-w-prose text-muted">{children}</p>
      {action}
    </div>
  );
}
