'use client';

import { useState } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { ConfirmStep } from '@/components/form/confirm-step.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { type FormAction, fieldError } from '@/lib/console/form-state.ts';
import type { LevelImpactView } from '@/lib/level-change/get-impact.ts';
import { PERMISSION_LEVELS, type PermissionLevel } from '@/lib/vocabulary.ts';
import { LevelImpactText } from './level-impact-text.tsx';
import { LEVEL_WORDS } from './words.ts';

type LevelFormProps = {
  actorId: string;
  isDeclared: boolean;
  impact: LevelImpactView;
  /** Asks once more where a change stops or ends something. */
  action: FormAction;
};

const MAX_REASON_CHARS = 500;

/** The permission level of an Actor, with what a change means for those who use it. */
export function LevelForm({ actorId, isDeclared, impact, action }: LevelFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="id" value={actorId} />
      <ConfirmStep
        title="Change the permission level for everybody?"
        confirmLabel="Change level"
        // To lower it stops nobody.
        isDangerous={({ actorPermissionLevel }) => actorPermissionLevel === 'FULL_PERMISSIONS'}
        meaning={(chosen) => <Question impact={impact} chosen={chosen} />}
      >
        <Choices isDeclared={isDeclared} impact={impact} />
      </ConfirmStep>
    </ActionForm>
  );
}

const levelOf = (text: string | undefined): PermissionLevel | undefined =>
  PERMISSION_LEVELS.find((level) => level === text);

function Question({ impact, chosen }: { impact: LevelImpactView; chosen: Record<string, string> }) {
  const to = levelOf(chosen.actorPermissionLevel) ?? impact.declaredLevel;
  const reason = chosen.actorPermissionLevelReason;
  return (
    <>
      <p>
        From {LEVEL_WORDS[impact.declaredLevel].name.toLowerCase()} to {LEVEL_WORDS[to].name.toLowerCase()}, from the
        next start on.
      </p>
      <LevelImpactText impact={impact} to={to} />
      {reason ? (
        <p>
          Who is asked to approve it after this is told: <q>{reason}</q>
        </p>
      ) : to === 'FULL_PERMISSIONS' ? (
        <p className="text-muted">You give no reason: they are told only that the level changed.</p>
      ) : null}
    </>
  );
}

function Choices({ isDeclared, impact }: Pick<LevelFormProps, 'isDeclared' | 'impact'>) {
  const state = useFormState();
  const current = levelOf(state.values?.actorPermissionLevel) ?? impact.declaredLevel;
  const [chosen, choose] = useState(current);
  return (
    <>
      <RadioCards
        legend="Permission level"
        isLegendHidden
        name="actorPermissionLevel"
        defaultValue={current}
        onChange={choose}
        choices={PERMISSION_LEVELS.map((level) => ({
          value: level,
          label: LEVEL_WORDS[level].name,
          description: LEVEL_WORDS[level].meaning,
        }))}
      />
      {isDeclared ? null : <Notice>This Actor has declared no level, which counts as full permissions.</Notice>}
      <div aria-live="polite" className="text-sm text-muted">
        {chosen === impact.declaredLevel ? (
          'A change holds from the next start on and ends what people have approved.'
        ) : (
          <LevelImpactText impact={impact} to={chosen} />
        )}
      </div>
      <Field
        label="Reason for a change"
        isOptional
        hint="Shown to the people who are asked to approve the Actor after it."
        error={fieldError(state, 'actorPermissionLevelReason')}
      >
        {(control) => (
          <TextArea
            {...control}
            name="actorPermissionLevelReason"
            rows={2}
            maxLength={MAX_REASON_CHARS}
            defaultValue={state.values?.actorPermissionLevelReason}
          />
        )}
      </Field>
      <FormActions>
        <SubmitButton>Save level</SubmitButton>
      </FormActions>
    </>
  );
}
