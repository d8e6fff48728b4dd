import { ArrowDown, ArrowUp } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
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
  /** Many columns stand closer together. */
  isDense?: boolean;
  /** The columns are of other people's making and any number, so that even on a phone the table scrolls rather than becoming cards. */
  isUnstacked?: boolean;
  /** `Row`s. */
  children: ReactNode;
};

/**
 * What each element is to a screen reader. It is said since a browser may forget it where styles make cards of the rows, as they do on
 * narrow screens.
 */
const ROLES = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
};

/** A table; on a phone, a card for each row, in which each cell has the name of its column beside it. */
export function DataTable({ label, columns, isDense, isUnstacked, children }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that is not a form's.
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="relative overflow-x-auto rounded-md border border-line bg-raised"
    >
      <table
        {...ROLES.table}
        aria-label={label}
        style={isUnstacked ? undefined : cardLabels(columns)}
        className={cx(
          'w-full border-collapse text-sm whitespace-nowrap',
          !isUnstacked && 'stacking',
          isDense && '[&_td]:px-2 [&_th]:px-2',
        )}
      >
        <thead {...ROLES.group} className="bg-sunken">
          <tr {...ROLES.row}>
            {columns.map((column) => (
              <HeaderCell key={column.label} column={column} />
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.group}>{children}</tbody>
      </table>
    </div>
  );
}

/** The names of the columns, for the style that shows them on cards: `--column-1` and so on. */
function cardLabels(columns: readonly Column[]): CSSProperties {
  return Object.fromEntries(
    columns.flatMap(({ label, isLabelHidden, control }, index) =>
      isLabelHidden || control ? [] : [[`--column-${index + 1}`, JSON.stringify(label)]],
    ),
  );
}

function HeaderCell({ column: { label, align, isLabelHidden, control, sort } }: { column: Column }) {
  const Arrow = sort?.direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      {...ROLES.columnHeader}
      scope="col"
      aria-sort={sort && sort.direction !== 'none' ? sort.direction : undefined}
      // On cards, what can be pressed stays in sight.
      data-control={sort || control ? '' : undefined}
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
        <>
          {/* A control may be there only once there is a script for it; the column has a name all the same. */}
          <span className={isLabelHidden || control ? 'sr-only' : undefined}>{label}</span>
          {control}
        </>
      )}
    </th>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr {...ROLES.row} className="group/row border-t border-line hover:bg-sunken">
      {children}
    </tr>
  );
}

type CellProps = {
  children?: ReactNode;
  align?: 'start' | 'end';
  /** The cell that says what the row is about, usually a link. */
  isHeader?: boolean;
  /** A box that chooses the row. */
  isChoice?: boolean;
  /** Text that is cut to the room which the other columns leave. What is in it says `truncate`. */
  takesRest?: boolean;
  /** The last cell, with what can be done to the row: it stays in sight while the rest scrolls. */
  isAction?: boolean;
  className?: string;
};

export function Cell({ children, align, isHeader, isChoice, takesRest, isAction, className }: CellProps) {
  const Element = isHeader ? 'th' : 'td';
  return (
    <Element
      {...(isHeader ? ROLES.rowHeader : ROLES.cell)}
      scope={isHeader ? 'row' : undefined}
      className={cx(
        'h-row px-3 py-1 font-normal',
        align === 'end' || isAction ? 'text-end' : 'text-start',
        isChoice && 'choice w-10 pr-1!',
        takesRest && 'w-1/2 max-w-0 min-w-32',
        isAction && 'action sticky right-0 bg-raised group-hover/row:bg-sunken',
        className,
      )}
    >
      {children}
    </Element>
  );
}
