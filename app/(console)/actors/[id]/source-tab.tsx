import { SourceForm } from '@/components/actor/source-form.tsx';
import { ChoiceLinks } from '@/components/ui/choice-links.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { consolePath } from '@/lib/paths.ts';
import { saveEnvVarsAction, saveSourceAction } from '../actions.ts';

export function SourceTab({ view, version: asked }: { view: ActorPageView; version: string | undefined }) {
  const { actor, may } = view;
  const version = actor.versions.find(({ versionNumber }) => versionNumber === asked) ?? actor.versions.at(-1);
  if (!version) {
    return (
      <EmptyState>
        No version yet. <code>apify push</code> brings one from your computer.
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-5">
      {actor.versions.length > 1 ? (
        <ChoiceLinks
          label="Version"
          choices={actor.versions.map(({ versionNumber }) => ({
            label: versionNumber,
            href: consolePath.actor(actor.id, { tab: 'source', version: versionNumber }),
            isCurrent: versionNumber === version.versionNumber,
          }))}
        />
      ) : null}
      <SourceForm
        actorId={actor.id}
        version={version}
        may={may}
        actions={{ saveSource: saveSourceAction, saveEnvVars: saveEnvVarsAction }}
      />
    </div>
  );
}
