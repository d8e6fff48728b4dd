import { ActorSettings } from '@/components/actor/actor-settings.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { open } from '@/lib/console/page.ts';
import { getLevelImpact } from '@/lib/level-change/get-impact.ts';
import { consolePath } from '@/lib/paths.ts';
import { changeLevelAction, publishActorAction, updateActorAction } from '../actions.ts';

type SettingsTabProps = { view: ActorPageView; deleteHref: string; publishHref: string };

export async function SettingsTab({ view, deleteHref, publishHref }: SettingsTabProps) {
  const { actor, may, isLevelDeclared } = view;
  const path = consolePath.actor(actor.id, { tab: 'settings' });
  const impact = await open(path, (ctx) => getLevelImpact(ctx, { by: 'id', id: actor.id }));
  return (
    <ActorSettings
      actor={{ ...actor, isLevelDeclared, defaults: actor.defaultRunOptions }}
      tags={Object.keys(actor.taggedBuilds)}
      may={may}
      impact={impact}
      actions={{ update: updateActorAction, changeLevel: changeLevelAction, publish: publishActorAction }}
      deleteHref={deleteHref}
      publishHref={publishHref}
    />
  );
}
