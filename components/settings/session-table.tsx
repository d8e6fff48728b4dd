import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { SessionView } from '@/lib/session/list.ts';
import { describeUserAgent } from './user-agent.ts';

const COLUMNS = [
  { label: 'Browser' },
  { label: 'Address' },
  { label: 'Last seen' },
  { label: 'Signed in' },
  { label: 'Ends' },
  { label: 'Actions', isLabelHidden: true, align: 'end' },
] as const;

/** Where the account is signed in. One form holds all rows, so that the row it removes does not take the answer with it. */
export function SessionTable({ sessions, endAction }: { sessions: SessionView[]; endAction: FormAction }) {
  return (
    <ActionForm action={endAction}>
      <DataTable label="Open sessions" columns={[...COLUMNS]}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </DataTable>
    </ActionForm>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const { id, userAgent, ipAddress, lastSeenAt, createdAt, expiresAt, isThisOne } = session;
  const browser = describeUserAgent(userAgent);
  return (
    <Row>
      <Cell isHeader>
        <span className="inline-flex flex-wrap items-center gap-2" title={userAgent ?? undefined}>
          <span className="font-medium">{browser}</span>
          {isThisOne ? <Badge tone="accent">This one</Badge> : null}
        </span>
      </Cell>
      <Cell>{ipAddress ? <code>{ipAddress}</code> : <span className="text-muted">Unknown</span>}</Cell>
      <Cell>
        <RelativeTime at={lastSeenAt} />
      </Cell>
      <Cell>
        <RelativeTime at={createdAt} />
      </Cell>
      <Cell>
        <RelativeTime at={expiresAt} />
      </Cell>
      <Cell isAction>
        {isThisOne ? null : (
          <SubmitButton variant="secondary" size="small" name="sessionId" value={id}>
            End
            <span className="sr-only">
              {' '}
              {browser}, signed in {createdAt.toISOString()}
            </span>
          </SubmitButton>
        )}
      </Cell>
    </Row>
  );
}
