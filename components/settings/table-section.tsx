import type { ReactNode } from 'react';

type TableSectionProps = { title: string; meaning?: ReactNode; actions?: ReactNode; id?: string; children: ReactNode };

/** A part of a settings page that takes the whole width, as a table does; the table is the landmark. */
export function TableSection({ title, meaning, actions, id, children }: TableSectionProps) {
  return (
    <div id={id} className="grid min-w-0 gap-3 border-t border-line py-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h2 className="text-base font-semibold">{title}</h2>
          {meaning ? <p className="max-w-prose text-sm text-muted">{meaning}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}
