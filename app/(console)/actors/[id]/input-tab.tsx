import { InputForm } from '@/components/actor/input-form/input-form.tsx';
import { StartForm } from '@/components/actor/start-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { defaultBuildOf } from '@/lib/console/default-build.ts';
import { open } from '@/lib/console/page.ts';
import { getHealth } from '@/lib/health/get-health.ts';
import { inputSections, prefilledInput } from '@/lib/input-schema/fields.ts';
import type { InputSchema } from '@/lib/input-schema/schema.ts';
import { consolePath } from '@/lib/paths.ts';
import { searchStoragesAction, startRunAction } from '../actions.ts';

/** An Actor without an input schema takes any JSON. */
const NO_SCHEMA: InputSchema = { title: 'Input', properties: {} };

type InputTabProps = {
  view: ActorPageView;
  /** Whether limited permissions are chosen beforehand. */
  isLimited: boolean;
  /** Whether the viewer never gives it more than limited permissions. */
  isAlwaysLimited: boolean;
};

export async function InputTab({ view, isLimited, isAlwaysLimited }: InputTabProps) {
  const { actor, may, effectiveLevel } = view;
  const { id, defaultRunOptions } = actor;
  const tags = Object.keys(actor.taggedBuilds);
  const numbers = Object.values(actor.taggedBuilds).map(({ buildNumber }) => buildNumber);
  const builds = [...new Set([defaultRunOptions.build, ...tags, ...numbers])].filter(
    (build) => tags.includes(build) || numbers.includes(build),
  );
  if (builds.length === 0) {
    return (
      <EmptyState
        action={
          may.build ? (
            <Button variant="primary" href={consolePath.actor(id, { tab: 'builds' })}>
              To its builds
            </Button>
          ) : undefined
        }
      >
        It has no build that could run yet.
      </EmptyState>
    );
  }
  const [build, { runs }] = await open(consolePath.actor(id), (ctx) =>
    Promise.all([defaultBuildOf(ctx, id), getHealth(ctx)]),
  );
  const schema = build?.inputSchema ? (JSON.parse(build.inputSchema) as InputSchema) : NO_SCHEMA;
  return (
    <>
      {runs === 'nothing' ? (
        <div className="mb-4">
          <Notice tone="warning">No worker is running here: a run that you start waits until one is.</Notice>
        </div>
      ) : null}
      {isLimited && !isAlwaysLimited ? (
        <div className="mb-4">
          <Notice title="Limited permissions are chosen for this run">
            Nothing was approved, and nothing has started yet. Fill in the input and press Start.
          </Notice>
        </div>
      ) : null}
      <StartForm
        // Chosen anew by the address, it is another form.
        key={String(isLimited)}
        actorId={id}
        options={{ ...defaultRunOptions, builds, level: effectiveLevel, isLimited, isAlwaysLimited }}
        action={startRunAction}
      >
        <InputForm
          sections={inputSections(schema)}
          value={prefilledInput(schema)}
          searchStorages={searchStoragesAction}
        />
      </StartForm>
    </>
  );
}
