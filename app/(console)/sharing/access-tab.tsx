import type { ReactNode } from 'react';
import { AccessExplanationTable } from '@/components/sharing/access-explanation-table.tsx';
import { OwnAccess } from '@/components/sharing/own-access.tsx';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { Button } from '@/components/ui/button.tsx';
import { open } from '@/lib/console/page.ts';
import { explainResource } from '@/lib/storage/explain.ts';
import { revokeLinkAction } from '../storage/actions.ts';
import { removeGrantAction, setGeneralAccessFormAction } from './actions.ts';

type AccessTabProps = {
  resource: SharedResource;
  /** The page's own address. */
  path: string;
  shareHref: string;
  /** What else there is about access, for those who decide. */
  children?: ReactNode;
};

/** Who can see this and why. Readers see why they can themselves; the rest is for those who decide. */
export async function AccessTab({ resource, path, shareHref, children }: AccessTabProps) {
  const { target, because, generalAccess } = resource;
  if (!resource.mayShare) return <OwnAccess because={because} access={generalAccess?.effective ?? null} />;
  const rows = await open(path, (ctx) =>
    explainResource(ctx, { kind: target.kind, address: { by: 'id', id: target.id } }),
  );
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="text-base font-semibold">Who can see this, and why</h2>
          <Button href={shareHref} size="small" scroll={false}>
            Share
          </Button>
        </div>
        <AccessExplanationTable
          rows={rows}
          resource={target}
          actions={{
            removeGrant: removeGrantAction,
            revokeLink: revokeLinkAction,
            setGeneralAccess: setGeneralAccessFormAction,
          }}
        />
      </div>
      {children}
    </div>
  );
}
