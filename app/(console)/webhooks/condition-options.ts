import type { ConditionChoice } from '@/components/webhook/webhook-form.tsx';
import type { Ctx } from '@/lib/context.ts';
import { listConditionChoices } from '@/lib/webhook-page/list-choices.ts';
import type { Choice } from '@/lib/webhook-page/queries.ts';

/** What a form offers to wait for. `current`: what it waits for already, which is offered even where it is in neither list. */
export async function conditionOptions(
  ctx: Ctx,
  current: string | undefined,
): Promise<{ actors: ConditionChoice[]; tasks: ConditionChoice[] }> {
  const { actors, tasks } = await listConditionChoices(ctx);
  const option = (kind: 'actor' | 'task') => (choice: Choice) => ({
    value: `${kind} ${choice.id}`,
    label: choice.title ? `${choice.title} (${choice.name})` : choice.name,
  });
  const options = { actors: actors.map(option('actor')), tasks: tasks.map(option('task')) };
  const isOffered = [...options.actors, ...options.tasks].some(({ value }) => value === current);
  if (!current || isOffered) return options;
  const [kind, id] = current.split(' ');
  const kept = { value: current, label: id ?? '' };
  return kind === 'task'
    ? { ...options, tasks: [kept, ...options.tasks] }
    : { ...options, actors: [kept, ...options.actors] };
}
