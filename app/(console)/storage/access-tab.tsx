import { AccessExplanationTable } from '@/components/sharing/access-explanation-table.tsx';
import { LinkTable } from '@/components/sharing/link-table.tsx';
import { OwnAccess } from '@/components/sharing/own-access.tsx';
import { Button } from '@/components/ui/button.tsx';
import { open } from '@/lib/console/page.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { explainResource } from '@/lib/storage/explain.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { removeGrantAction, revokeLinkAction, setGeneralAccessFormAction } from './actions.ts';

type AccessTabProps = { view: StoragePageView; shareHref: string; linkHref: string };

/** Who can see this and why. Readers see why they can themselves; the rest is for those who decide. */
export async function AccessTab({ view, shareHref, linkHref }: AccessTabProps) {
  const { kind } = view;
  const { id } = view.storage;
  if (!view.may.share) return <OwnAccess because={view.because} access={view.effectiveAccess} />;
  const reference = { kind, address: { by: 'id', id } } as const;
  const [rows, links] = await open(consolePath.storage(kind, id, { tab: 'access' }), (ctx) =>
    Promise.all([explainResource(ctx, reference), listLinks(ctx, reference)]),
  );
  return (
    <div className="grid gap-8">
      <div className="grid gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="text-base font-semibold">Who can see this, and why</h2>
          <Button href={shareHref} size="small" scroll={false}>
            Share
          </Button>
        </div>
        <AccessExplanationTable
          rows={rows}
          storage={{ kind, id }}
          actions={{
            removeGrant: removeGrantAction,
            revokeLink: revokeLinkAction,
            setGeneralAccess: setGeneralAccessFormAction,
          }}
        />
      </div>
      <div className="grid gap-3">
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
    </div>
  );
}
