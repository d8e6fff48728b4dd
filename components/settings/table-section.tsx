import { type ReactNode, useId } from 'react';

type TableSectionProps = { title: string; meaning?: ReactNode; actions?: ReactNode; id?: string; children: ReactNode };

/** A part of a settings page that takes the whole width, as a table does. */
export function TableSection({ title, meaning, actions, id, children }: TableSectionProps) {
  const headingId = useId();
  return (
    <section id={id} aria-labelledby={headingId} className="grid min-w-0 gap-3 border-t border-line py-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h2 id={headingId} className="text-base font-semibold">
            {title}
          </h2>
          {meaning ? <p className="max-w-prose text-sm text-muted">{meaning}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
