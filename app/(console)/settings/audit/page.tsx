import type { Metadata } from 'next';
import { AuditExport } from '@/components/audit/audit-export.tsx';
import { AuditFilters } from '@/components/audit/audit-filters.tsx';
import { AuditTable } from '@/components/audit/audit-table.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { auditFilterInput, listAuditEvents } from '@/lib/audit/list.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { queryInteger } from '@/lib/paging.ts';
import { type AuditQuery, consolePath } from '@/lib/paths.ts';

export const metadata: Metadata = { title: 'Audit' };

const PAGE_EVENTS = 50;

export default async function AuditPage({ searchParams }: { searchParams: Promise<AuditQuery> }) {
  const { before, ...query } = await searchParams;
  const path = consolePath.audit({ ...query, before });
  await requireAccount(path);
  const filter = auditFilterInput.parse(query);
  const page = { before: queryInteger.safeParse(before).data, limit: PAGE_EVENTS };
  const { events, next } = await open(path, (ctx) => listAuditEvents(ctx, filter, page));
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed what in your account, and why they could. Rows are never edited or removed."
        actions={<AuditExport query={query} />}
      />
      <AuditFilters query={query} isFiltered={Object.values(filter).some(Boolean)} />
      <AuditTable events={events} />
      <Pagination
        label="Audit trail"
        newerHref={before ? consolePath.audit(query) : null}
        olderHref={next === null ? null : consolePath.audit({ ...query, before: String(next) })}
      />
    </>
  );
}
