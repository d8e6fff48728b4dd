import { ArrowLeft, Download, Trash2 } from 'lucide-react';
import { Button, buttonClasses } from '@/components/ui/button.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { indented } from '@/components/ui/indented.ts';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import type { RecordPreview } from '@/lib/key-value-store/preview-record.ts';
import { consolePath } from '@/lib/paths.ts';
import { CopyRecordLink, type CopyRecordLinkProps } from './copy-record-link.tsx';

type RecordViewProps = {
  record: RecordPreview;
  listHref: string;
  deleteHref: string;
  mayWrite: boolean;
  links: Pick<CopyRecordLinkProps, 'storeId' | 'mayShare' | 'create' | 'formAction'>;
};

/** One record, with what of it can be shown. */
export function RecordView({ record, listHref, deleteHref, mayWrite, links }: RecordViewProps) {
  const { key, contentType, byteCount, modifiedAt } = record;
  return (
    <section aria-labelledby="record" className="grid grid-cols-1 gap-4">
      <BackToRecords href={listHref} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h2 id="record" className="min-w-0 font-mono text-lg font-semibold break-all">
          {key}
        </h2>
        <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">
          <CopyRecordLink recordKey={key} {...links} />
          <a
            download
            href={consolePath.recordFile(links.storeId, key)}
            aria-label={`Download ${key}`}
            className={buttonClasses({})}
          >
            <Download /> Download
          </a>
          {mayWrite ? (
            <Button href={deleteHref} scroll={false} aria-label={`Delete ${key}`}>
              <Trash2 /> Delete
            </Button>
          ) : null}
        </div>
      </div>
      <Facts
        facts={[
          { term: 'Key', value: <CopyText text={key} label="Copy key" /> },
          { term: 'Content type', value: <span className="break-all">{contentType}</span> },
          { term: 'Size', value: shortBytes(byteCount) },
          { term: 'Changed', value: <RelativeTime at={modifiedAt} /> },
        ]}
      />
      <Preview record={record} storeId={links.storeId} />
    </section>
  );
}

export function BackToRecords({ href }: { href: string }) {
  return (
    <Link href={href} className="inline-flex min-h-6 items-center gap-1.5 justify-self-start text-sm">
      <ArrowLeft /> All records
    </Link>
  );
}

/** Text is shown as text, whatever it is the source of. */
function Preview({ record: { key, preview }, storeId }: { record: RecordPreview; storeId: string }) {
  if (preview.kind === 'none') {
    return <EmptyState>{preview.reason}. Download it to look at it.</EmptyState>;
  }
  if (preview.kind === 'image') {
    return (
      <div className="grid justify-items-center rounded-md border border-line bg-sunken p-4">
        {/* biome-ignore lint/performance/noImgElement: what people stored is shown as it is, and made into nothing else. */}
        <img src={consolePath.recordFile(storeId, key)} alt={`Content of ${key}`} className="max-h-[70vh] max-w-full" />
      </div>
    );
  }
  const text = preview.kind === 'json' && !preview.isCut ? indented(preview.text) : preview.text;
  return (
    <div className="grid grid-cols-1 gap-2">
      {preview.isCut ? <Notice>Only its beginning is shown. Download it to see all of it.</Notice> : null}
      <CodeBlock label={`Content of ${key}`} text={text} />
    </div>
  );
}
