/** Reading one's audit trail. */
import { z } from 'zod';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { AUDIT_EVENTS, type AuditEvent } from '../vocabulary.ts';
import { type AuditFilter, selectAuditPage } from './queries.ts';

/** PostgreSQL has no NUL in texts. */
const text = z
  .string()
  .max(100)
  .refine((value) => !value.includes('\0'))
  .optional()
  .catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** A filter as it stands in an address; what does not parse is left out, so that an old bookmark still opens. */
export const auditFilterInput = z
  .object({
    event: z.enum(AUDIT_EVENTS).optional().catch(undefined),
    resource: text,
    username: text,
    from: day,
    to: day,
  })
  .transform(
    ({ event, resource, username, from, to }): AuditFilter => ({
      event,
      resourceId: resource || undefined,
      username: username || undefined,
      from: from === undefined ? undefined : new Date(`${from}T00:00:00.000Z`),
      to: to === undefined ? undefined : new Date(`${to}T23:59:59.999Z`),
    }),
  );

export interface AuditEventView {
  sequence: number;
  at: Date;
  event: AuditEvent;
  /** Who did it: a username, or the kind of principal where there is none. */
  who: string;
  /** `session`, `token`, … */
  principalKind: string;
  resourceKind: string | null;
  resourceId: string | null;
  detail: Record<string, unknown>;
  because: string[];
  via: string;
  requestId: string;
  ipAddress: string | null;
  userAgent: string | null;
}

type AuditRow = Awaited<ReturnType<typeof selectAuditPage>>[number];

function auditEventView({ accountId: _, hash: __, principal, ...row }: AuditRow): AuditEventView {
  return { ...row, who: principal.username ?? principal.kind, principalKind: principal.kind };
}

/** A page of the trail, newest first; `next` is the sequence to go on before, or null at the end. Errors: as `authorizeAccount`. */
export async function listAuditEvents(
  ctx: Ctx,
  filter: AuditFilter,
  page: { before?: number | undefined; limit: number },
): Promise<{ events: AuditEventView[]; next: number | null }> {
  const proof = await authorizeAccount(ctx, 'read-audit');
  const rows = await selectAuditPage(proof, filter, { before: page.before, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return {
    events: shown.map(auditEventView),
    next: rows.length > page.limit ? (shown.at(-1)?.sequence ?? null) : null,
  };
}

const EXPORT_PAGE = 1_000;

/** The whole filtered trail, newest first, page by page. The right is asked for again at each page. */
export async function* exportAuditEvents(ctx: Ctx, filter: AuditFilter): AsyncGenerator<AuditEventView[]> {
  let before: number | undefined;
  for (;;) {
    const { events, next } = await listAuditEvents(ctx, filter, { before, limit: EXPORT_PAGE });
    if (events.length > 0) yield events;
    if (next === null) return;
    before = next;
  }
}
