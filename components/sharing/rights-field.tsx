'use client';

import { useFormState } from '@/components/form/action-form.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { GRANT_PERMISSIONS_OF, type GrantPermission } from '@/lib/vocabulary.ts';
import { RIGHT_LABELS } from './words.ts';

const MEANINGS: Partial<Record<GrantPermission, string>> = {
  READ: 'See it, its sources, environment variables that are not secret, and builds. Comes with every other right.',
  WRITE: 'Change its settings and sources, delete it.',
  RUN: 'Start it, in their own account.',
  BUILD: 'Make new builds.',
  VIEW_OWNER_RUNS: 'See the runs that its owner made, with their logs and storages.',
  SHARE: 'Give others rights to it.',
};

/** Rights on an Actor, each by itself. Sent as fields of their own, so that what was ticked is kept after a refusal. */
export function RightsField() {
  const { values } = useFormState();
  return (
    <fieldset className="grid gap-x-6 sm:grid-cols-2">
      <legend className="mb-1 text-sm font-medium">They may</legend>
      {GRANT_PERMISSIONS_OF.actor.map((right) => (
        <Checkbox
          key={right}
          name={right}
          value="1"
          label={RIGHT_LABELS[right]}
          description={MEANINGS[right]}
          // Whoever has any right reads.
          {...(right === 'READ' ? { checked: true, disabled: true } : { defaultChecked: values?.[right] === '1' })}
        />
      ))}
    </fieldset>
  );
}
