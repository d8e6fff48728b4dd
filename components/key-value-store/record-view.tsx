// oxlint-disable nextjs/no-img-element -- What people stored is shown as it is, and made into nothing else.
import { ArrowLeft, Download, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClasses } from '@/components/ui/button.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import type { RecordPreview } from '@/lib/key-value-store/preview-record.ts';
import { consolePath } from '@/lib/paths.ts';
import { CopyRecordLink, type CopyRecordLinkProps } from './copy-record-link.tsx';
import { readableText } from './readable-text.ts';

type RecordViewProps = {
  record: RecordPreview;
  listHref: string;
  deleteHref: string;
  mayWrite: boolean;
  /** How long copied links work. */
  children: ReactNode;
  links: Pick<CopyRecordLinkProps, 'storeId' | 'mayShare' | 'create' | 'formAction'>;
};

/** One record, with what of it can be shown. */
export function RecordView({ record, listHref, deleteHref, mayWrite, links, children }: RecordViewProps) {
  const { key, contentType, byteCount, modifiedAt } = record;
  return (
    <section aria-labelledby="record" className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <BackToRecords href={listHref} />
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="flex min-w-0 items-center gap-1">
          <h2 id="record" className="min-w-0 font-mono text-lg font-semibold break-all">
            {key}
          </h2>
          <CopyButton text={key} label="Copy key" isIconOnly size="small" />
        </div>
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
  return (
    <div className="grid grid-cols-1 gap-2">
      {preview.isCut ? <Notice>Only its beginning is shown. Download it to see all of it.</Notice> : null}
      <CodeBlock label={`Content of ${key}`} text={readableText(preview)} />
    </div>
  );
}
