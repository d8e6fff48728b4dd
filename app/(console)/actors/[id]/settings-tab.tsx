import { ActorSettings } from '@/components/actor/actor-settings.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { publishActorAction, updateActorAction } from '../actions.ts';

type SettingsTabProps = { view: ActorPageView; deleteHref: string; publishHref: string };

export function SettingsTab({ view, deleteHref, publishHref }: SettingsTabProps) {
  const { actor, may, level, isLevelDeclared } = view;
  return (
    <ActorSettings
      actor={{ ...actor, permissionLevel: isLevelDeclared ? level : null, defaults: actor.defaultRunOptions }}
      tags={Object.keys(actor.taggedBuilds)}
      may={may}
      actions={{ update: updateActorAction, publish: publishActorAction }}
      deleteHref={deleteHref}
      publishHref={publishHref}
    />
  );
}
