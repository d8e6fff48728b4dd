import { LINK_USE_COLUMNS, LinkUseCells } from '@/components/sharing/link-use-cells.tsx';
import { linkName } from '@/components/sharing/words.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { AccountLinkView } from '@/lib/access-hub/list.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { AboutResource, EndButton, EntryCheckbox } from './row-parts.tsx';
import { Selection } from './selection.tsx';

/** `isOfOne`: whether all are about one storage. */
type AccessLinksProps = { links: AccountLinkView[]; isFiltered: boolean; isOfOne: boolean; action: FormAction };

const COLUMNS = [
  { label: 'Select', isLabelHidden: true },
  { label: 'Link' },
  { label: 'Opens' },
  ...LINK_USE_COLUMNS,
  { label: 'Revoke', isLabelHidden: true },
];

export function AccessLinks({ links, isFiltered, isOfOne, action }: AccessLinksProps) {
  // It stays when its last row goes, to say so.
  return (
    <Selection action={action} what="links" count={links.filter(({ state }) => state === 'live').length}>
      {links.length === 0 ? (
        <EmptyState>
          {isFiltered
            ? 'No link fits this filter.'
            : 'There are no signed links. Links made here, and links of clients once they are used, will be listed here.'}
        </EmptyState>
      ) : (
        <>
          {links.some((link) => link.isOpenWithout) ? (
            <Notice tone="warning">
              Some of these storages are open to anyone with the ID, with or without a link. To close one, restrict it
              too: ending a link to it does not.
            </Notice>
          ) : null}
          <DataTable label="Signed links" columns={COLUMNS}>
            {links.map((link) => (
              <LinkRow key={link.id} link={link} isOfOne={isOfOne} />
            ))}
          </DataTable>
        </>
      )}
    </Selection>
  );
}

function LinkRow({ link, isOfOne }: { link: AccountLinkView; isOfOne: boolean }) {
  const name = linkName(link.id, link.label);
  const { kind, resourceId, resourceName, id } = link;
  const entry = { what: 'link' as const, kind, resourceId, resourceName, id, name };
  return (
    <Row>
      <Cell isChoice>{link.state === 'live' ? <EntryCheckbox {...entry} /> : null}</Cell>
      <Cell isHeader>
        {name}
        {link.origin === 'CLIENT' ? <span className="block text-xs text-muted">made by a client</span> : null}
        {link.state === 'live' && link.isBeyondLimit ? (
          <span className="block text-xs text-muted">opens nothing: longer than your limit</span>
        ) : null}
      </Cell>
      <Cell>
        <AboutResource {...entry} onlyHref={isOfOne ? null : consolePath.access({ resource: resourceId })} />
        {link.recordKey === null ? null : <span className="block font-mono text-xs">{link.recordKey}</span>}
        {link.isOpenWithout ? <span className="block text-xs text-muted">open to anyone with the ID</span> : null}
      </Cell>
      <LinkUseCells link={link} />
      <Cell isAction>
        {link.state === 'live' ? (
          <EndButton {...entry} word="Revoke" />
        ) : (
          <Badge tone={link.state === 'revoked' ? 'brick' : 'neutral'}>
            {link.state === 'revoked' ? 'Revoked' : 'Expired'}
          </Badge>
        )}
      </Cell>
    </Row>
  );
}
