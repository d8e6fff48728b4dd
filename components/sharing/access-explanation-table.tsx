import { AtSign, Globe, KeyRound, Link2, UserRound, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type ResourceTarget } from '@/components/form/resource-fields.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { AccessExplanation } from '@/lib/authorization/explain.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { linkName, permissionsText, REASONS } from './words.ts';

type AccessExplanationTableProps = {
  rows: AccessExplanation[];
  resource: ResourceTarget;
  actions: { removeGrant: FormAction; revokeLink: FormAction; setGeneralAccess: FormAction };
};

const COLUMNS = [
  { label: 'Who' },
  { label: 'May' },
  { label: 'Why' },
  { label: 'Since' },
  { label: 'Ends' },
  { label: 'Last used' },
  { label: 'Stop', isLabelHidden: true },
];

/** Everybody who has access now, and the button that takes it away. */
export function AccessExplanationTable({ rows, resource, actions }: AccessExplanationTableProps) {
  return (
    <DataTable label="Who can see this, and why" columns={COLUMNS} isDense>
      {rows.map((row) => {
        const { key, icon, text } = described(row);
        return (
          <Row key={`${key} ${row.because.join()}`}>
            <Cell isHeader takesRest>
              <span className="flex items-center gap-2" title={text}>
                {icon}
                <span className="truncate">{text}</span>
              </span>
            </Cell>
            <Cell className="whitespace-normal">{permissionsText(row.permissions)}</Cell>
            <Cell className="whitespace-normal">
              <span title={`Rule: ${row.because.join(', ')}`}>
                {row.because.map((rule) => REASONS[rule]).join('; ')}
              </span>
            </Cell>
            <Cell>{row.since ? <RelativeTime at={row.since} /> : '—'}</Cell>
            <Cell>{row.until ? <RelativeTime at={row.until} /> : '—'}</Cell>
            <Cell>{row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} /> : '—'}</Cell>
            <Cell isAction>
              <StopButton row={row} text={text} resource={resource} actions={actions} />
            </Cell>
          </Row>
        );
      })}
    </DataTable>
  );
}

function described({ who, because }: AccessExplanation): { key: string; icon: ReactNode; text: string } {
  switch (who.kind) {
    case 'owner':
      return { key: 'owner', icon: <UserRound />, text: `${who.username} (owner)` };
    case 'account':
      return { key: who.accountId, icon: <UserRound />, text: who.username };
    case 'token':
      return { key: who.tokenId, icon: <KeyRound />, text: `Token “${who.description}” of ${who.username}` };
    case 'link': {
      const origin = who.origin === 'CONSOLE' ? 'Signed link' : 'Signed link made by a client';
      return {
        key: who.linkId,
        icon: <Link2 />,
        text: `${origin} “${linkName(who.linkId, who.label)}”${who.recordKey === null ? '' : ` to ${who.recordKey}`}`,
      };
    }
    case 'everyone-with-id':
      return { key: who.kind, icon: <Globe />, text: isPublic(because) ? 'Everyone' : 'Everyone who knows the ID' };
    case 'everyone-with-account':
      return { key: who.kind, icon: <UsersRound />, text: 'Everyone with an account here' };
    case 'everyone-with-name':
      return { key: who.kind, icon: <AtSign />, text: 'Everyone who knows the name' };
  }
}

const isPublic = (because: AccessExplanation['because']) =>
  because.includes('public-actor') || because.includes('public-actor-build');

function StopButton({
  row,
  text,
  resource,
  actions,
}: { row: AccessExplanation; text: string } & Omit<AccessExplanationTableProps, 'rows'>) {
  const { stop, who } = row;
  if (!stop) return null;
  const { action, fields, goneMessage } = stopping(stop, who, actions);
  return (
    <ActionForm action={action} className="contents" goneMessage={goneMessage}>
      <ResourceFields {...resource} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant="secondary" size="small" label={`Stop: ${text}`}>
        Stop
      </SubmitButton>
    </ActionForm>
  );
}

type Stopping = { action: FormAction; fields: Record<string, string>; goneMessage: string };

function stopping(
  stop: NonNullable<AccessExplanation['stop']>,
  who: AccessExplanation['who'],
  { removeGrant, revokeLink, setGeneralAccess }: AccessExplanationTableProps['actions'],
): Stopping {
  switch (stop.kind) {
    case 'remove-grant': {
      const username = who.kind === 'account' ? who.username : '';
      return {
        action: removeGrant,
        fields: { grantId: stop.grantId, username },
        goneMessage: `${username} no longer has access`,
      };
    }
    case 'revoke-link':
      return {
        action: revokeLink,
        fields: { linkId: stop.linkId },
        goneMessage: 'The link is revoked: it opens nothing any more',
      };
    case 'restrict':
      return {
        action: setGeneralAccess,
        fields: { generalAccess: 'RESTRICTED' },
        goneMessage: 'General access changed. It is in force now.',
      };
  }
}
