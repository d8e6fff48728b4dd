import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { TokenView } from '@/lib/token/manage.ts';
import { describeUserAgent } from './user-agent.ts';

const COLUMNS = [
  { label: 'Description' },
  { label: 'Token' },
  { label: 'Created' },
  { label: 'Expires' },
  { label: 'Last used' },
  { label: 'Actions', isLabelHidden: true, align: 'end' },
] as const;

export function TokenTable({ tokens }: { tokens: TokenView[] }) {
  if (tokens.length === 0) {
    return (
      <EmptyState
        action={
          <Button href={consolePath.integrations({ dialog: 'new-token' })} scroll={false}>
            New token
          </Button>
        }
      >
        Tokens that programs use in your name will be here.
      </EmptyState>
    );
  }
  return (
    <DataTable label="API tokens" columns={[...COLUMNS]}>
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </DataTable>
  );
}

function TokenRow({ token }: { token: TokenView }) {
  const { id, description, hint, createdAt, expiresAt, isExpired, lastUsedAt, lastUsedUserAgent } = token;
  return (
    <Row>
      <Cell isHeader>
        <span className="font-medium">{description}</span>
      </Cell>
      <Cell>
        <code>…{hint}</code>
      </Cell>
      <Cell>
        <RelativeTime at={createdAt} />
      </Cell>
      <Cell>
        <span className="inline-flex items-center gap-2">
          {expiresAt ? <RelativeTime at={expiresAt} /> : 'Never'}
          {isExpired ? <Badge tone="brick">Expired</Badge> : null}
        </span>
      </Cell>
      <Cell>
        {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="text-muted">Never</span>}
        {lastUsedAt ? (
          <span className="block text-xs text-muted" title={lastUsedUserAgent ?? undefined}>
            {describeUserAgent(lastUsedUserAgent)}
          </span>
        ) : null}
      </Cell>
      <Cell isAction>
        <Button
          size="small"
          href={consolePath.integrations({ delete: id })}
          scroll={false}
          aria-label={`Delete ${description} (…${hint})`}
        >
          Delete
        </Button>
      </Cell>
    </Row>
  );
}
