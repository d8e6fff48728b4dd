import { InputForm } from '@/components/actor/input-form/input-form.tsx';
import { InputProblems } from '@/components/task/input-problems.tsx';
import { TaskForm } from '@/components/task/task-form.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { getActor } from '@/lib/actor/get.ts';
import { open } from '@/lib/console/page.ts';
import { inputSections, inputToEdit, prefilledInput } from '@/lib/input-schema/fields.ts';
import type { InputSchema } from '@/lib/input-schema/schema.ts';
import { consolePath } from '@/lib/paths.ts';
import { getInputSchema } from '@/lib/run-input/validate.ts';
import { getTaskInputProblems, type TaskPageView } from '@/lib/task/page-view.ts';
import { searchStoragesAction } from '../../actors/actions.ts';
import { saveTaskAction } from '../actions.ts';

/** An Actor without an input schema takes any JSON. */
const NO_SCHEMA: InputSchema = { title: 'Input', properties: {} };

type InputTabProps = {
  view: TaskPageView;
  /** Why its Actor cannot be run; null where it can. */
  refusal: string | null;
};

export async function InputTab({ view: { task, actor, may }, refusal }: InputTabProps) {
  const path = consolePath.task(task.id);
  const problems = refusal ? [] : await open(path, (ctx) => getTaskInputProblems(ctx, { by: 'id', id: task.id }));
  const wrong = <InputProblems problems={problems} hasInput={task.input !== null} mayChange={may.change} />;
  if (!actor || !may.change) {
    return (
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        <Notice tone={refusal ? 'warning' : 'info'}>
          {refusal ? `${refusal}: it cannot be started.` : 'You may run this task, not change it.'}
        </Notice>
        {wrong}
        {task.input ? (
          <CodeBlock label="Input" text={JSON.stringify(task.input, null, 2)} />
        ) : (
          <EmptyState>It has no input: its runs get what the Actor does by default.</EmptyState>
        )}
      </div>
    );
  }
  const ofTask = { by: 'id', id: actor.id } as const;
  const [{ taggedBuilds, defaultRunOptions }, known] = await open(path, (ctx) =>
    Promise.all([getActor(ctx, ofTask), getInputSchema(ctx, ofTask, task.options.build)]),
  );
  const schema = known ?? NO_SCHEMA;
  const numbers = Object.values(taggedBuilds).map(({ buildNumber }) => buildNumber);
  return (
    <TaskForm
      taskId={task.id}
      options={task.options}
      ofActor={defaultRunOptions}
      builds={[...new Set([...Object.keys(taggedBuilds), ...numbers])]}
      action={saveTaskAction}
    >
      {wrong}
      <InputForm
        sections={inputSections(schema)}
        value={task.input ? inputToEdit(schema, task.input) : prefilledInput(schema)}
        // Of an input that was never saved, the form shows another one.
        savedProblems={task.input ? problems : []}
        searchStorages={searchStoragesAction}
      />
    </TaskForm>
  );
}
