import { ActorSettings } from '@/components/actor/actor-settings.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { open } from '@/lib/console/page.ts';
import { getLevelImpact } from '@/lib/level-change/get-impact.ts';
import { listLevelHistory } from '@/lib/level-history/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { changeLevelAction, publishActorAction, updateActorAction } from '../actions.ts';

type SettingsTabProps = { view: ActorPageView; deleteHref: string; publishHref: string };

export async function SettingsTab({ view, deleteHref, publishHref }: SettingsTabProps) {
  const { actor, may, isLevelDeclared } = view;
  const path = consolePath.actor(actor.id, { tab: 'settings' });
  const address = { by: 'id', id: actor.id } as const;
  const [impact, history] = await open(path, (ctx) =>
    Promise.all([getLevelImpact(ctx, address), listLevelHistory(ctx, address)]),
  );
  return (
    <ActorSettings
      actor={{ ...actor, isLevelDeclared, defaults: actor.defaultRunOptions }}
      tags={Object.keys(actor.taggedBuilds)}
      may={may}
      impact={impact}
      history={history}
      actions={{ update: updateActorAction, changeLevel: changeLevelAction, publish: publishActorAction }}
      deleteHref={deleteHref}
      publishHref={publishHref}
    />
  );
}
