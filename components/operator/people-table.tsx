import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { PersonView } from '@/lib/operator/people.ts';
import { consolePath } from '@/lib/paths.ts';

const COLUMNS = [
  { label: 'Username' },
  { label: 'Name' },
  { label: 'E-mail' },
  { label: 'Since' },
  { label: 'Actions', isLabelHidden: true, align: 'end' },
] as const;

type PeopleTableProps = { people: PersonView[]; page?: string | undefined; ownUsername: string };

export function PeopleTable({ people, page, ownUsername }: PeopleTableProps) {
  return (
    <DataTable label="People" columns={[...COLUMNS]}>
      {people.map(({ id, username, name, email, isOperator, isDisabled, createdAt }) => (
        <Row key={id}>
          <Cell isHeader>
            <span className="inline-flex flex-wrap items-center gap-2">
              <span className="font-medium">{username}</span>
              {isOperator ? <Badge tone="accent">Operator</Badge> : null}
              {isDisabled ? <Badge tone="brick">Disabled</Badge> : null}
            </span>
          </Cell>
          <Cell>{name}</Cell>
          <Cell>{email}</Cell>
          <Cell>
            <RelativeTime at={createdAt} />
          </Cell>
          <Cell isAction>
            {username === ownUsername ? (
              <span className="text-muted">You</span>
            ) : (
              <Button
                size="small"
                href={consolePath.people({ page, [isDisabled ? 'enable' : 'disable']: username })}
                scroll={false}
                aria-label={`${isDisabled ? 'Enable' : 'Disable'} ${username}`}
              >
                {isDisabled ? 'Enable' : 'Disable'}
              </Button>
            )}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
