import { Share2, Upload } from 'lucide-react';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';
import { consolePath } from '@/lib/paths.ts';

type DatasetHeaderProps = { view: DatasetPageView; shareHref: string; exportHref: string };

export function DatasetHeader({ view, shareHref, exportHref }: DatasetHeaderProps) {
  const { dataset, effectiveAccess, isOwner } = view;
  return (
    <>
      <PageHeader
        title={dataset.title ?? dataset.name ?? 'Dataset'}
        access={effectiveAccess}
        breadcrumb={[{ label: 'Datasets', href: consolePath.datasets() }]}
        chips={
          <>
            <AccessChip
              access={effectiveAccess}
              isFromAccount={dataset.generalAccess === 'FOLLOW_USER_SETTING'}
              href={consolePath.dataset(dataset.id, { tab: 'access' })}
            />
            {isOwner ? null : <Badge>Owned by {dataset.username}</Badge>}
          </>
        }
        actions={
          <>
            <Button href={shareHref} scroll={false}>
              <Share2 /> Share
            </Button>
            <Button href={exportHref} scroll={false} variant="primary">
              <Upload /> Export
            </Button>
          </>
        }
      />
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={dataset.id} label="Copy dataset ID" /> },
          ...(dataset.name === null
            ? []
            : [
                {
                  term: 'Name',
                  value: <CopyText text={`${dataset.username}~${dataset.name}`} label="Copy dataset name" />,
                },
              ]),
          { term: 'Items', value: dataset.itemCount.toLocaleString('en') },
          { term: 'Size', value: shortBytes(dataset.stats.storageBytes) },
          { term: 'Modified', value: <RelativeTime at={dataset.modifiedAt} /> },
          { term: 'Created', value: <RelativeTime at={dataset.createdAt} /> },
        ]}
      />
    </>
  );
}
