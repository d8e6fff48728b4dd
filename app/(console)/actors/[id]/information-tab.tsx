import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Markdown } from '@/components/ui/markdown.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { defaultBuildOf } from '@/lib/console/default-build.ts';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';

/** The README of the build that a run gets by default. */
export async function InformationTab({ view }: { view: ActorPageView }) {
  const { id } = view.actor;
  const path = consolePath.actor(id, { tab: 'information' });
  const build = await open(path, (ctx) => defaultBuildOf(ctx, id));
  if (!build?.readme) {
    return <EmptyState>This Actor has no README in the build that runs by default.</EmptyState>;
  }
  return <Markdown label="README" text={build.readme} />;
}
