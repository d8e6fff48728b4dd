import { permissionsText } from '@/components/sharing/words.ts';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { AccountGrantView } from '@/lib/access-hub/list.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { AboutResource, EndButton, EntryCheckbox } from './row-parts.tsx';
import { Selection } from './selection.tsx';

/** `isOfOne`: whether all are about one storage. */
type AccessPeopleProps = { grants: AccountGrantView[]; isFiltered: boolean; isOfOne: boolean; action: FormAction };

const COLUMNS = [
  { label: 'Select', isLabelHidden: true },
  { label: 'Who' },
  { label: 'Has access to' },
  { label: 'May' },
  { label: 'Given' },
  { label: 'Ends' },
  { label: 'Remove', isLabelHidden: true },
];

export function AccessPeople({ grants, isFiltered, isOfOne, action }: AccessPeopleProps) {
  // It stays when its last row goes, to say so.
  return (
    <Selection action={action} what="access" count={grants.length}>
      {grants.length === 0 ? (
        <EmptyState>
          {isFiltered
            ? 'Nobody fits this filter.'
            : 'You gave nobody access. Share something with someone, and they will be listed here.'}
        </EmptyState>
      ) : (
        <DataTable label="People with access" columns={COLUMNS}>
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} isOfOne={isOfOne} />
          ))}
        </DataTable>
      )}
    </Selection>
  );
}

function GrantRow({ grant, isOfOne }: { grant: AccountGrantView; isOfOne: boolean }) {
  const { kind, resourceId, resourceName, id } = grant;
  const name = `${grant.username}’s access to ${resourceName ?? resourceId}`;
  const entry = { what: 'grant' as const, kind, resourceId, resourceName, id, name };
  return (
    <Row>
      <Cell isChoice>
        <EntryCheckbox {...entry} />
      </Cell>
      <Cell isHeader>
        {grant.username}
        {grant.name ? <span className="block text-xs text-muted">{grant.name}</span> : null}
      </Cell>
      <Cell>
        <AboutResource
          {...entry}
          onlyHref={isOfOne ? null : consolePath.access({ tab: 'people', resource: resourceId })}
        />
      </Cell>
      <Cell>{permissionsText(grant.permissions)}</Cell>
      <Cell>
        <RelativeTime at={grant.createdAt} />
        {grant.createdByUsername ? ` by ${grant.createdByUsername}` : ''}
      </Cell>
      <Cell>{grant.expiresAt ? <RelativeTime at={grant.expiresAt} /> : 'Never'}</Cell>
      <Cell isAction>
        <EndButton {...entry} word="Remove" />
      </Cell>
    </Row>
  );
}
