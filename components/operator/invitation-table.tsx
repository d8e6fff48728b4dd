import { ActionForm } from '@/components/form/action-form.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { InvitationView } from '@/lib/invitation/manage.ts';

const COLUMNS = [
  { label: 'For' },
  { label: 'Made' },
  { label: 'Expires' },
  { label: 'Actions', isLabelHidden: true, align: 'end' },
] as const;

type InvitationTableProps = { invitations: InvitationView[]; revokeAction: FormAction };

/** Invitations that can still be used. One form holds all rows, so that the row it removes does not take the answer with it. */
export function InvitationTable({ invitations, revokeAction }: InvitationTableProps) {
  return (
    <ActionForm action={revokeAction}>
      {invitations.length === 0 ? (
        <EmptyState>Invitations that nobody has used yet will be here.</EmptyState>
      ) : (
        <DataTable label="Invitations" columns={[...COLUMNS]}>
          {invitations.map(({ id, email, createdAt, expiresAt }) => (
            <Row key={id}>
              <Cell isHeader>{email ?? 'Anyone who has the address'}</Cell>
              <Cell>
                <RelativeTime at={createdAt} />
              </Cell>
              <Cell>
                <RelativeTime at={expiresAt} />
              </Cell>
              <Cell isAction>
                <SubmitButton variant="secondary" size="small" name="invitationId" value={id}>
                  Revoke
                  <span className="sr-only">
                    {' '}
                    the invitation for {email ?? 'anyone'}, made {createdAt.toISOString()}
                  </span>
                </SubmitButton>
              </Cell>
            </Row>
          ))}
        </DataTable>
      )}
    </ActionForm>
  );
}
