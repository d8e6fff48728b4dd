import type { Metadata } from 'next';
import { cache } from 'react';
import { runTitle } from '@/components/run/words.ts';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type RunQuery } from '@/lib/paths.ts';
import { getRunPage, type RunPageView } from '@/lib/run-page/get-page.ts';

export type RunPageParams = { params: Promise<{ id: string }>; searchParams: Promise<RunQuery> };

/** The run of a page, by the id in its address. */
export async function loadRun({ params, searchParams }: RunPageParams): Promise<RunPageView> {
  const id = decodedPart((await params).id);
  return loadOnce(id, consolePath.run(id, singles(await searchParams)));
}

/** The title tells of the run to those who may read it, and nobody else. */
export async function runMetadata(page: RunPageParams): Promise<Metadata> {
  const view = await loadRun(page);
  const title = runTitle(view);
  return { title: title === 'Run' ? `Run ${view.run.id}` : title };
}

/** The title and the page ask for the same. */
const loadOnce = cache((id: string, path: string) => open(path, (ctx) => getRunPage(ctx, { by: 'id', id })));

/** A run as sharing shows it. */
export const sharedRun = (view: RunPageView): SharedResource => ({
  target: { kind: 'run', id: view.run.id },
  hasName: false,
  ownerUsername: view.ownerUsername,
  consoleUrl: view.run.consoleUrl,
  generalAccess: {
    own: view.run.generalAccess,
    ofAccount: view.ownerGeneralAccess,
    effective: view.effectiveAccess,
  },
  mayShare: view.may.share,
  because: view.because,
});
