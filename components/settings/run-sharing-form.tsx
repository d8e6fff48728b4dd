'use client';

import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { RunSharingReach } from '@/lib/account/run-sharing.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { count } from './count.ts';

type RunSharingFormProps = {
  action: FormAction;
  sharesRuns: boolean;
  settingsVersion: number;
  reach: RunSharingReach;
};

/** Whether developers of public Actors may read the account's runs of them, and how many those are. */
export function RunSharingForm({ action, sharesRuns, settingsVersion, reach }: RunSharingFormProps) {
  const actors = count(reach.actorCount, 'public Actor', 'public Actors');
  const developers = count(reach.developerCount, 'developer', 'developers');
  return (
    <ActionForm action={action}>
      <input type="hidden" name="settingsVersion" value={settingsVersion} />
      <Choices current={sharesRuns ? 'on' : 'off'} />
      <p className="text-sm text-muted">
        {reach.actorCount === 0
          ? 'You have no runs of other people’s public Actors yet.'
          : `Your runs of ${actors} ${sharesRuns ? 'are' : 'would be'} open to ${developers}.`}
      </p>
      <FormActions>
        <SubmitButton>Save sharing</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}

function Choices({ current }: { current: 'on' | 'off' }) {
  const typed = useFormState().values?.runSharing;
  return (
    <RadioCards
      legend="Run data shared with developers"
      isLegendHidden
      name="runSharing"
      defaultValue={typed === 'on' || typed === 'off' ? typed : current}
      choices={[
        { value: 'off', label: 'Not shared', description: 'Your runs are read by those whom you gave access.' },
        {
          value: 'on',
          label: 'Shared',
          description:
            'The developer of each public Actor reads the log, the input and the default storages of your runs of it, past and future ones. They change nothing.',
        },
      ]}
    />
  );
}
