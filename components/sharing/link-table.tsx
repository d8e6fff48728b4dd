import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type StorageTarget } from '@/components/form/resource-fields.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { LinkView } from '@/lib/link/list.ts';
import { LINK_USE_COLUMNS, LinkUseCells } from './link-use-cells.tsx';
import { linkName } from './words.ts';

/** A link with the storage that it opens. `label`: what the storage is called; shown where the table is of several storages. */
export type ListedLink = LinkView & { storage: StorageTarget & { label?: string } };

type LinkTableProps = { links: ListedLink[]; revoke: FormAction };

const COLUMNS = [{ label: 'Link' }, { label: 'State' }, ...LINK_USE_COLUMNS, { label: 'Revoke', isLabelHidden: true }];

const STATES = {
  live: { tone: 'moss', label: 'Live' },
  expired: { tone: 'neutral', label: 'Expired' },
  revoked: { tone: 'brick', label: 'Revoked' },
} as const;

export function LinkTable({ links, revoke }: LinkTableProps) {
  if (links.length === 0)
    return <EmptyState>Links made here, and links of clients once they are used, will be listed here.</EmptyState>;
  return (
    <DataTable label="Signed links" columns={COLUMNS}>
      {links.map((link) => {
        const name = linkName(link.id, link.label, link.recordKey);
        return (
          <Row key={link.id}>
            <Cell isHeader>
              {name}
              {link.recordKey === null ? null : (
                <span className="block max-w-72 truncate text-xs text-muted">only the record {link.recordKey}</span>
              )}
              {link.origin === 'CLIENT' ? <span className="block text-xs text-muted">made by a client</span> : null}
            </Cell>
            <Cell>
              <Badge tone={STATES[link.state].tone}>{STATES[link.state].label}</Badge>
            </Cell>
            <LinkUseCells link={link} />
            <Cell isAction>
              {link.state === 'live' ? (
                <ActionForm
                  action={revoke}
                  className="contents"
                  goneMessage="The link is revoked: it opens nothing any more"
                >
                  <ResourceFields {...link.storage} />
                  <input type="hidden" name="linkId" value={link.id} />
                  <SubmitButton variant="secondary" size="small" label={`Revoke ${name}`}>
                    Revoke
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </Cell>
          </Row>
        );
      })}
    </DataTable>
  );
}
