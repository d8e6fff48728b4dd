import { buttonClasses } from '@/components/ui/button.tsx';
import { type AuditQuery, consolePath } from '@/lib/paths.ts';

/** Downloads of all that the filter lets through. Plain links: a file is no page to move to. */
export function AuditExport({ query }: { query: AuditQuery }) {
  return (
    <>
      <a download href={consolePath.auditExport({ ...query, format: 'csv' })} className={buttonClasses({})}>
        Export CSV
      </a>
      <a download href={consolePath.auditExport({ ...query, format: 'jsonl' })} className={buttonClasses({})}>
        Export JSONL
      </a>
    </>
  );
}
