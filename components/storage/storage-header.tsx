import { Share2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';
import { capitalized, KIND_WORDS } from './words.ts';

export type Fact = { term: string; value: ReactNode };

type StorageHeaderProps = {
  view: StoragePageView;
  /** How much it holds. */
  counts: Fact[];
  shareHref: string;
  /** After Share, the primary one last. */
  actions: ReactNode;
};

export function StorageHeader({ view, counts, shareHref, actions }: StorageHeaderProps) {
  const { kind, storage, effectiveAccess, isOwner } = view;
  const what = STORAGE_WORDS[kind];
  return (
    <>
      <PageHeader
        title={storage.title ?? storage.name ?? capitalized(what)}
        access={effectiveAccess}
        breadcrumb={[{ label: KIND_WORDS[kind].plural, href: consolePath.storages(kind) }]}
        chips={
          <>
            <AccessChip
              access={effectiveAccess}
              isFromAccount={storage.generalAccess === 'FOLLOW_USER_SETTING'}
              href={consolePath.storage(kind, storage.id, { tab: 'access' })}
            />
            {isOwner ? null : <Badge>Owned by {storage.username}</Badge>}
          </>
        }
        actions={
          <>
            <Button href={shareHref} scroll={false}>
              <Share2 /> Share
            </Button>
            {actions}
          </>
        }
      />
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={storage.id} label={`Copy ${what} ID`} /> },
          ...(storage.name === null
            ? []
            : [
                {
                  term: 'Name',
                  value: <CopyText text={`${storage.username}~${storage.name}`} label={`Copy ${what} name`} />,
                },
              ]),
          ...counts,
          { term: 'Size', value: shortBytes(view.byteCount) },
          { term: 'Modified', value: <RelativeTime at={storage.modifiedAt} /> },
          { term: 'Created', value: <RelativeTime at={storage.createdAt} /> },
        ]}
      />
    </>
  );
}
