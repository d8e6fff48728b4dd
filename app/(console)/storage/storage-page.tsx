import type { ReactNode } from 'react';
import { EndLinksDialog } from '@/components/sharing/end-links-dialog.tsx';
import { DeleteStorageDialog } from '@/components/storage/delete-storage-dialog.tsx';
import { type Fact, StorageHeader } from '@/components/storage/storage-header.tsx';
import { StorageSettings } from '@/components/storage/storage-settings.tsx';
import { capitalized, KIND_WORDS } from '@/components/storage/words.ts';
import { Tabs } from '@/components/ui/tabs.tsx';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';
import { AccessTab } from '../sharing/access-tab.tsx';
import { ShareDialogFor } from '../sharing/share-dialog-for.tsx';
import { deleteStorageAction, endAllLinksAction, updateDetailsAction } from './actions.ts';
import { LinksSection } from './links-section.tsx';
import { sharedStorage } from './shared-storage.ts';

type StoragePageProps = {
  view: StoragePageView;
  query: StorageQuery;
  entryCount: number;
  /** How much it holds, in the header. */
  counts: Fact[];
  /** After Share. */
  actions: ReactNode;
  /** The dialog that makes a link to its content. */
  linkDialog: StorageQuery['dialog'];
  /** The first tab. It is rendered only where it is shown. */
  content: () => ReactNode;
  /** Dialogs of this kind only. */
  children?: ReactNode;
};

/** The page of a storage of any kind: what they share around their content. */
export function StoragePage(props: StoragePageProps) {
  const { view, query, entryCount, counts, actions, linkDialog, content, children } = props;
  const { kind, storage } = view;
  const tab = query.tab === 'access' || query.tab === 'settings' ? query.tab : 'content';
  const here = (change: StorageQuery) => consolePath.storage(kind, storage.id, { ...query, ...change });
  const closeHref = here({ dialog: undefined });
  const shared = sharedStorage(view);
  const tabs = [
    { label: capitalized(KIND_WORDS[kind].entries), count: entryCount, tab: undefined },
    { label: 'Access', tab: 'access' },
    { label: 'Settings', tab: 'settings' },
  ] as const;
  return (
    <>
      <StorageHeader view={view} counts={counts} shareHref={here({ dialog: 'share' })} actions={actions} />
      <Tabs
        label={capitalized(STORAGE_WORDS[kind])}
        tabs={tabs.map(({ tab: of, ...rest }) => ({
          ...rest,
          href: consolePath.storage(kind, storage.id, { tab: of }),
          isCurrent: tab === (of ?? 'content'),
        }))}
      />
      <div className="pt-5">
        {tab === 'access' ? (
          <AccessTab resource={shared} path={here({})} shareHref={here({ dialog: 'share' })}>
            <LinksSection view={view} linkHref={here({ dialog: linkDialog })} />
          </AccessTab>
        ) : null}
        {tab === 'settings' ? (
          <StorageSettings view={view} action={updateDetailsAction} deleteHref={here({ dialog: 'delete' })} />
        ) : null}
        {tab === 'content' ? content() : null}
      </div>
      {query.dialog === 'share' ? <ShareDialogFor resource={shared} closeHref={closeHref} /> : null}
      {query.dialog === 'end-links' ? (
        <EndLinksDialog view={view} action={endAllLinksAction} closeHref={closeHref} />
      ) : null}
      {query.dialog === 'delete' ? (
        <DeleteStorageDialog view={view} entryCount={entryCount} action={deleteStorageAction} closeHref={closeHref} />
      ) : null}
      {children}
    </>
  );
}
