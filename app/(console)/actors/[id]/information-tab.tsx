import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Markdown } from '@/components/ui/markdown.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { getDefaultBuildTexts } from '@/lib/build/texts.ts';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';

/** The README, and after it the changelog, of the build that a run gets by default. */
export async function InformationTab({ view }: { view: ActorPageView }) {
  const { id } = view.actor;
  const path = consolePath.actor(id, { tab: 'information' });
  const texts = await open(path, (ctx) => getDefaultBuildTexts(ctx, { by: 'id', id }));
  if (!texts?.readme) {
    return <EmptyState>This Actor has no README in the build that runs by default.</EmptyState>;
  }
  return (
    <>
      <Markdown label="README" text={texts.readme} />
      {texts.changelog ? (
        <details className="mt-8">
          <summary className="cursor-pointer text-sm font-medium">Changelog</summary>
          <Markdown label="Changelog" text={texts.changelog} />
        </details>
      ) : null}
    </>
  );
}
