import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { cx } from './cx.ts';

export type Column = {
  label: string;
  /** Numbers and sizes stand at the end. */
  align?: 'start' | 'end';
  /** The column is named for screen readers only, as that of row actions. */
  isLabelHidden?: boolean;
  /** Stands in place of the label, as a box that chooses all rows; it has a name of its own. */
  control?: ReactNode;
  /** The direction now, and where the header leads to change it. */
  sort?: { direction: 'ascending' | 'descending' | 'none'; href: string };
};

type DataTableProps = {
  /** Names the table and the group that scrolls it sideways on narrow screens. */
  label: string;
  columns: Column[];
  /** `Row`s. */
  children: ReactNode;
};

export function DataTable({ label, columns, children }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that is not a form's.
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="relative overflow-x-auto rounded-md border border-line bg-raised"
    >
      <table aria-label={label} className="w-full border-collapse text-sm whitespace-nowrap">
        <thead className="bg-sunken">
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.label} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function HeaderCell({ column: { label, align, isLabelHidden, control, sort } }: { column: Column }) {
  const Arrow = sort?.direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sort && sort.direction !== 'none' ? sort.direction : undefined}
      className={cx('h-8 px-3 text-xs font-medium text-muted', align === 'end' ? 'text-end' : 'text-start')}
    >
      {sort ? (
        <Link
          href={sort.href}
          className="inline-flex min-h-6 items-center gap-1 text-inherit no-underline hover:text-ink"
        >
          {label}
          <Arrow className={cx('size-3.5!', sort.direction === 'none' && 'opacity-0')} />
        </Link>
      ) : (
        (control ?? <span className={isLabelHidden ? 'sr-only' : undefined}>{label}</span>)
      )}
    </th>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <tr className="group/row border-t border-line hover:bg-sunken">{children}</tr>;
}

type CellProps = {
  children?: ReactNode;
  align?: 'start' | 'end';
  /** The first cell: what the row is about, usually a link. */
  isHeader?: boolean;
  /** The last cell, with what can be done to the row: it stays in sight while the rest scrolls. */
  isAction?: boolean;
  className?: string;
};

export function Cell({ children, align, isHeader, isAction, className }: CellProps) {
  const Element = isHeader ? 'th' : 'td';
  return (
    <Element
      scope={isHeader ? 'row' : undefined}
      className={cx(
        'h-row px-3 py-1 font-normal',
        align === 'end' || isAction ? 'text-end' : 'text-start',
        isAction && 'sticky right-0 bg-raised group-hover/row:bg-sunken',
        className,
      )}
    >
      {children}
    </Element>
  );
}
