import { InputForm } from '@/components/actor/input-form/input-form.tsx';
import { StartForm } from '@/components/actor/start-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { defaultBuildOf } from '@/lib/console/default-build.ts';
import { open } from '@/lib/console/page.ts';
import { getHealth } from '@/lib/health/get-health.ts';
import { inputSections, inputToEdit, prefilledInput } from '@/lib/input-schema/fields.ts';
import type { InputSchema } from '@/lib/input-schema/schema.ts';
import { consolePath } from '@/lib/paths.ts';
import { type EarlierStart, getEarlierStart } from '@/lib/run-page/get-earlier-start.ts';
import { searchStoragesAction, startRunAction } from '../actions.ts';

/** An Actor without an input schema takes any JSON. */
const NO_SCHEMA: InputSchema = { title: 'Input', properties: {} };

type InputTabProps = {
  view: ActorPageView;
  /** Whether limited permissions are chosen beforehand. */
  isLimited: boolean;
  /** The run whose input and options are filled in. */
  inputOf: string | undefined;
  /** Whether the viewer never gives it more than limited permissions. */
  isAlwaysLimited: boolean;
};

export async function InputTab({ view, isLimited, inputOf, isAlwaysLimited }: InputTabProps) {
  const { actor, may, effectiveLevel } = view;
  const { id, defaultRunOptions } = actor;
  const tags = Object.keys(actor.taggedBuilds);
  const numbers = Object.values(actor.taggedBuilds).map(({ buildNumber }) => buildNumber);
  if (tags.length === 0) {
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
  const [build, { runs }, earlier] = await open(consolePath.actor(id), (ctx) =>
    Promise.all([defaultBuildOf(ctx, id), getHealth(ctx), inputOf ? getEarlierStart(ctx, id, inputOf) : null]),
  );
  const options = { ...defaultRunOptions, ...earlier?.options };
  const builds = [...new Set([options.build, defaultRunOptions.build, ...tags, ...numbers])].filter(
    (one) => tags.includes(one) || numbers.includes(one),
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
      {inputOf ? (
        <div className="mb-4">
          <EarlierNotice earlier={earlier} />
        </div>
      ) : null}
      <StartForm
        // Chosen anew by the address, it is another form.
        key={`${isLimited} ${inputOf}`}
        actorId={id}
        options={{ ...options, builds, level: effectiveLevel, isLimited, isAlwaysLimited }}
        action={startRunAction}
      >
        <InputForm
          sections={inputSections(schema)}
          value={earlier?.input ? inputToEdit(schema, earlier.input) : prefilledInput(schema)}
          searchStorages={searchStoragesAction}
        />
      </StartForm>
    </>
  );
}

/** What was filled in, and what is to be filled in still. */
function EarlierNotice({ earlier }: { earlier: EarlierStart | null }) {
  if (!earlier) {
    return (
      <Notice tone="warning" title="There is nothing to fill in">
        The run whose input was asked for is not there any more, or you cannot see it.
      </Notice>
    );
  }
  const { runId, input, leftOut } = earlier;
  const run = (
    <>
      run <Link href={consolePath.run(runId)}>{runId}</Link>
    </>
  );
  if (!input) {
    return (
      <Notice tone="warning" title="Its input is not filled in">
        The input of {run} is no JSON object, or too long for this form. Its options are filled in.
      </Notice>
    );
  }
  return (
    <Notice title="Filled in as before">
      Input and options are those of {run}. Nothing has started yet.
      {leftOut.length > 0 ? ` Secret values are not carried over; fill them in again: ${leftOut.join(', ')}.` : null}
    </Notice>
  );
}
