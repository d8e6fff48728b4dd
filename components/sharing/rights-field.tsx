'use client';

import { useFormState } from '@/components/form/action-form.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { GRANT_PERMISSIONS_OF, type GrantPermission } from '@/lib/vocabulary.ts';
import { RIGHT_LABELS } from './words.ts';

/** Kinds on which there are more rights than reading, writing and sharing. */
export type RightsKind = 'actor' | 'task';

const MEANINGS: Record<RightsKind, Partial<Record<GrantPermission, string>>> = {
  actor: {
    READ: 'See it, its sources, environment variables that are not secret, and builds. Comes with every other right.',
    WRITE: 'Change its settings and sources, delete it.',
    RUN: 'Start it, in their own account.',
    BUILD: 'Make new builds.',
    VIEW_OWNER_RUNS: 'See the runs that its owner made, with their logs and storages.',
    SHARE: 'Give others rights to it.',
  },
  task: {
    READ: 'See it and its whole input. Running it takes the right to run its Actor as well.',
    WRITE:
      'Change its input and its options, delete it. Your schedules and webhooks that start the task run what is changed, in your account.',
    VIEW_OWNER_RUNS: 'See the runs of it that its owner made, with their logs and storages.',
    SHARE: 'Give others rights to it.',
  },
};

/** Rights on an Actor or a task, each by itself. Sent as fields of their own, so that what was ticked is kept after a refusal. */
export function RightsField({ kind }: { kind: RightsKind }) {
  const { values } = useFormState();
  return (
    <fieldset className="grid gap-x-6 sm:grid-cols-2">
      <legend className="mb-1 text-sm font-medium">They may</legend>
      {GRANT_PERMISSIONS_OF[kind].map((right) => (
        <Checkbox
          key={right}
          name={right}
          value="1"
          label={RIGHT_LABELS[right]}
          description={MEANINGS[kind][right]}
          // Whoever has any right reads.
          {...(right === 'READ' ? { checked: true, disabled: true } : { defaultChecked: values?.[right] === '1' })}
        />
      ))}
    </fieldset>
  );
}
