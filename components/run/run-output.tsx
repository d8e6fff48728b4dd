import type { ReactNode } from 'react';
import { readableText } from '@/components/key-value-store/readable-text.ts';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { Link } from '@/components/ui/link.tsx';
import type { RecordPreview } from '@/lib/key-value-store/preview-record.ts';
import { consolePath } from '@/lib/paths.ts';

type RunOutputProps = {
  storeId: string;
  /** The record OUTPUT, where there is one. */
  record: RecordPreview | null;
  /** The items of its dataset. */
  items: ReactNode;
};

/** What came of a run: items first, since most Actors make those. */
export function RunOutput({ storeId, record, items }: RunOutputProps) {
  return (
    <div className="grid grid-cols-1 gap-8">
      <section aria-label="Items" className="grid grid-cols-1">
        {items}
      </section>
      {record ? (
        <section aria-labelledby="output-record" className="grid grid-cols-1 gap-3">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 id="output-record" className="font-mono text-base font-semibold">
              {record.key}
            </h2>
            <Link
              href={consolePath.storage('key-value-store', storeId, { record: record.key })}
              className="inline-flex min-h-6 items-center text-sm"
            >
              Open the record
            </Link>
          </div>
          {record.preview.kind === 'json' || record.preview.kind === 'text' ? (
            <CodeBlock label={`Content of ${record.key}`} text={readableText(record.preview)} />
          ) : (
            <p className="text-sm text-muted">{record.contentType}</p>
          )}
        </section>
      ) : null}
    </div>
  );
}
