import { Download, Trash2 } from 'lucide-react';
import { buttonClasses } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { RowArrows } from '@/components/ui/row-arrows.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import type { RecordsList } from '@/lib/key-value-store/list-records.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import { CopyRecordLink, type CopyRecordLinkProps } from './copy-record-link.tsx';

const COLUMNS = [
  { label: 'Key' },
  { label: 'Content type' },
  { label: 'Size', align: 'end' },
  { label: 'Changed' },
  { label: 'Actions', isLabelHidden: true },
] as const;

type RecordTableProps = {
  rows: RecordsList['rows'];
  /** The address of this page with a change. */
  here: (change: StorageQuery) => string;
  mayWrite: boolean;
  links: Pick<CopyRecordLinkProps, 'storeId' | 'mayShare' | 'create' | 'formAction'>;
};

/** A page of records. What people stored is text here, whatever it says. */
export function RecordTable({ rows, here, mayWrite, links }: RecordTableProps) {
  return (
    <RowArrows>
      <DataTable label="Records" columns={[...COLUMNS]}>
        {rows.map(({ key, contentType, byteCount, modifiedAt }) => (
          <Row key={key}>
            <Cell isHeader className="max-w-96 truncate font-mono">
              <Link href={here({ record: key })} title={key} className="font-medium">
                {key}
              </Link>
            </Cell>
            <Cell className="max-w-56 truncate text-muted">
              <span title={contentType}>{contentType}</span>
            </Cell>
            <Cell align="end">{shortBytes(byteCount)}</Cell>
            <Cell>
              <RelativeTime at={modifiedAt} />
            </Cell>
            <Cell isAction>
              <span className="inline-flex items-center gap-0.5">
                <CopyRecordLink recordKey={key} isIconOnly {...links} />
                <a
                  download
                  href={consolePath.recordFile(links.storeId, key)}
                  aria-label={`Download ${key}`}
                  title={`Download ${key}`}
                  className={`${buttonClasses({ variant: 'quiet', size: 'small' })} w-control-small px-0!`}
                >
                  <Download />
                </a>
                {mayWrite ? (
                  <IconButton
                    label={`Delete ${key}`}
                    icon={<Trash2 />}
                    size="small"
                    href={here({ delete: key })}
                    scroll={false}
                  />
                ) : null}
              </span>
            </Cell>
          </Row>
        ))}
      </DataTable>
    </RowArrows>
  );
}
