'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { ConfirmStep } from '@/components/form/confirm-step.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { count } from './count.ts';

type ApprovalSettingFormProps = {
  action: FormAction;
  skipsApproval: boolean;
  settingsVersion: number;
  /** Actors that somebody approved, and those whose earlier runs stand for it. */
  approvedCount: number;
  priorRunCount: number;
};

/** Whether Actors with full permissions wait for a person's yes. Skipping is asked for twice, with what it means. */
export function ApprovalSettingForm(props: ApprovalSettingFormProps) {
  const { action, skipsApproval, settingsVersion, approvedCount, priorRunCount } = props;
  const current = skipsApproval ? 'skip' : 'require';
  return (
    <ActionForm action={action}>
      <input type="hidden" name="settingsVersion" value={settingsVersion} />
      <input type="hidden" name="current" value={current} />
      <ConfirmStep
        title="Let every Actor start with full permissions?"
        confirmLabel="Skip approval"
        meaning={() => <Risk />}
      >
        <Choices current={current} />
        <p className="text-sm text-muted">
          {count(approvedCount, 'Actor is approved', 'Actors are approved')} in your account
          {priorRunCount > 0 ? `, and ${count(priorRunCount, 'counts', 'count')} as approved by earlier runs` : ''}.{' '}
          <Link href={consolePath.approvals()}>See them all</Link>
        </p>
        <FormActions>
          <SubmitButton>Save approval</SubmitButton>
        </FormActions>
      </ConfirmStep>
    </ActionForm>
  );
}

function Choices({ current }: { current: 'require' | 'skip' }) {
  const typed = useFormState().values?.approval;
  return (
    <RadioCards
      legend="Actor permission approval"
      isLegendHidden
      name="approval"
      defaultValue={typed === 'skip' || typed === 'require' ? typed : current}
      choices={[
        {
          value: 'require',
          label: 'Require approval',
          description:
            'The first time, a person has to approve it here in the Console. Until then whatever starts it is refused: you, programs with your tokens, schedules and webhooks. Recommended.',
          icon: <ShieldCheck />,
        },
        {
          value: 'skip',
          label: 'Skip approval',
          description: 'It starts at once, whoever made it and whatever starts it. Nobody is asked.',
          icon: <ShieldAlert />,
        },
      ]}
    />
  );
}

function Risk() {
  return (
    <>
      <p>
        Any Actor with full permissions, whoever made it, could then read, change and delete everything in your account
        from its first run on.
      </p>
      <p className="rounded-md bg-brick-soft px-3 py-2 text-brick">
        <strong>This includes AI agents and every program that holds a token of yours.</strong> A text that misleads an
        agent, or a token that leaks, is enough to start an Actor that somebody made for this. Approval is what takes a
        person.
      </p>
      <p>
        What runs meanwhile counts as approved afterwards. Actors that you set to always limited stay limited. A notice
        on every page says that approval is skipped.
      </p>
    </>
  );
}
