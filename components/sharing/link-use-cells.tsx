import { Cell } from '@/components/ui/data-table.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { LinkView } from '@/lib/link/list.ts';

type LinkUse = Pick<LinkView, 'origin' | 'createdAt' | 'createdByUsername' | 'expiresAt' | 'useCount' | 'lastUsedAt'>;

/** The columns of these cells. */
export const LINK_USE_COLUMNS = [
  { label: 'Made' },
  { label: 'Expires' },
  { label: 'Uses', align: 'end' as const },
  { label: 'Last used' },
];

/** When a link was made and by whom, when it ends, and how it is used. */
export function LinkUseCells({ link }: { link: LinkUse }) {
  return (
    <>
      <Cell>
        {link.origin === 'CLIENT' ? 'first seen ' : ''}
        <RelativeTime at={link.createdAt} />
        {link.createdByUsername ? ` by ${link.createdByUsername}` : ''}
      </Cell>
      <Cell>{link.expiresAt ? <RelativeTime at={link.expiresAt} /> : 'Never'}</Cell>
      <Cell align="end">{link.useCount.toLocaleString('en')}</Cell>
      <Cell>{link.lastUsedAt ? <RelativeTime at={link.lastUsedAt} /> : 'Never'}</Cell>
    </>
  );
}
