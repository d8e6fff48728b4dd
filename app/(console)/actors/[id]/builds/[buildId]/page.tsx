import type { Metadata } from 'next';
import { cache } from 'react';
import { Status } from '@/components/actor/status.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import { LogSection } from '@/components/log/log-section.tsx';
import { durationText } from '@/components/run/duration-text.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { getActorPage } from '@/lib/actor/page-view.ts';
import { getBuildOfActor } from '@/lib/build/get.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { parseAddress } from '@/lib/ids.ts';
import { newestLog } from '@/lib/job-log/newest.ts';
import { consolePath } from '@/lib/paths.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { abortBuildAction } from '../../../actions.ts';

type BuildPageParams = { params: Promise<{ id: string; buildId: string }> };

/** The title and the page ask for the same. */
const load = cache((actorId: string, buildId: string) =>
  open(consolePath.build(actorId, buildId), async (ctx) => {
    const view = await getActorPage(ctx, parseAddress(actorId));
    const address = { by: 'id', id: view.actor.id } as const;
    return { view, build: await getBuildOfActor(ctx, address, buildId) };
  }),
);

const partsOf = async ({ params }: BuildPageParams) => {
  const { id, buildId } = await params;
  return [decodedPart(id), decodedPart(buildId)] as const;
};

export async function generateMetadata(page: BuildPageParams): Promise<Metadata> {
  return { title: `Build ${(await load(...(await partsOf(page)))).build.buildNumber}` };
}

export default async function BuildPage(page: BuildPageParams) {
  const { view, build } = await load(...(await partsOf(page)));
  const { actor, may } = view;
  const path = consolePath.build(actor.id, build.id);
  const newest = await open(path, (ctx) => newestLog(ctx, { kind: 'build', address: { by: 'id', id: build.id } }));
  const tags = Object.entries(actor.taggedBuilds).flatMap(([tag, { buildId }]) => (buildId === build.id ? [tag] : []));
  const isUnfinished = !isFinal(build.status);
  return (
    <>
      <PageHeader
        title={`Build ${build.buildNumber}`}
        breadcrumb={[
          { label: 'Actors', href: consolePath.actors() },
          { label: actor.title || actor.name, href: consolePath.actor(actor.id) },
          { label: 'Builds', href: consolePath.actor(actor.id, { tab: 'builds' }) },
        ]}
        chips={
          <>
            <Status status={build.status} />
            {tags.map((tag) => (
              <Badge key={tag} tone="accent">
                {tag}
              </Badge>
            ))}
          </>
        }
        actions={
          isUnfinished && may.build ? (
            <ActionForm action={abortBuildAction} className="contents">
              <input type="hidden" name="id" value={build.id} />
              <SubmitButton variant="secondary">Abort</SubmitButton>
            </ActionForm>
          ) : build.status === 'SUCCEEDED' && may.run ? (
            <Button variant="primary" href={consolePath.actor(actor.id)}>
              Run it
            </Button>
          ) : null
        }
      />
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={build.id} label="Copy build ID" /> },
          { term: 'Version', value: build.actVersion.versionNumber },
          { term: 'Started', value: <RelativeTime at={build.startedAt} /> },
          {
            term: 'Duration',
            value: build.finishedAt ? durationText(build.finishedAt.getTime() - build.startedAt.getTime()) : 'Going on',
          },
          ...(build.stats.imageSizeBytes === null
            ? []
            : [{ term: 'Size', value: shortBytes(build.stats.imageSizeBytes) }]),
        ]}
      />
      {build.status === 'FAILED' && build.statusMessage ? (
        <div className="mb-4">
          <Notice tone="danger" title="The build failed">
            {build.statusMessage}
          </Notice>
        </div>
      ) : null}
      <RefreshWhile isUnfinished={isUnfinished} />
      <LogSection
        href={`${path}/log`}
        rawHref={`${path}/log?raw=1`}
        reloadHref={path}
        newest={newest}
        status={build.status}
      />
    </>
  );
}
