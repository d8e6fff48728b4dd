import { LinkTable } from '@/components/sharing/link-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { open } from '@/lib/console/page.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { revokeLinkAction } from './actions.ts';

/** The signed links to a storage, for those who decide about it. */
export async function LinksSection({ view, linkHref }: { view: StoragePageView; linkHref: string }) {
  const { kind } = view;
  const { id } = view.storage;
  const links = await open(consolePath.storage(kind, id, { tab: 'access' }), (ctx) =>
    listLinks(ctx, { kind, address: { by: 'id', id } }),
  );
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="text-base font-semibold">Signed links</h2>
        <span className="flex gap-2">
          <Button
            href={consolePath.storage(kind, id, { tab: 'access', dialog: 'end-links' })}
            size="small"
            scroll={false}
          >
            End all links
          </Button>
          <Button href={linkHref} size="small" scroll={false}>
            Make a link
          </Button>
        </span>
      </div>
      <LinkTable links={links.map((link) => ({ ...link, storage: { kind, id } }))} revoke={revokeLinkAction} />
    </div>
  );
}
