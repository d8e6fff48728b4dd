import { AccessExplanationTable } from '@/components/sharing/access-explanation-table.tsx';
import { LinkTable } from '@/components/sharing/link-table.tsx';
import { OwnAccess } from '@/components/sharing/own-access.tsx';
import { Button } from '@/components/ui/button.tsx';
import { open } from '@/lib/console/page.ts';
import { explainDataset } from '@/lib/dataset/explain.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { removeGrantAction, revokeLinkAction, setGeneralAccessFormAction } from '../actions.ts';

type AccessTabProps = { view: DatasetPageView; shareHref: string; exportHref: string };

/** Who can see this and why. Readers see why they can themselves; the rest is for those who decide. */
export async function AccessTab({ view, shareHref, exportHref }: AccessTabProps) {
  const { id } = view.dataset;
  if (!view.may.share) return <OwnAccess because={view.because} access={view.effectiveAccess} />;
  const address = { by: 'id', id } as const;
  const [rows, links] = await open(consolePath.dataset(id, { tab: 'access' }), (ctx) =>
    Promise.all([explainDataset(ctx, address), listLinks(ctx, { kind: 'dataset', address })]),
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
          datasetId={id}
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
            <Button href={consolePath.dataset(id, { tab: 'access', dialog: 'end-links' })} size="small" scroll={false}>
              End all links
            </Button>
            <Button href={exportHref} size="small" scroll={false}>
              Make a link
            </Button>
          </span>
        </div>
        <LinkTable links={links} datasetId={id} revoke={revokeLinkAction} />
      </div>
    </div>
  );
}
