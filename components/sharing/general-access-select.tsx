'use client';

import { useEffect, useEffectEvent, useOptimistic, useRef, useState, useTransition } from 'react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type ResourceTarget } from '@/components/form/resource-fields.tsx';
import { ACCESS_LOOK } from '@/components/ui/access-chip.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { announce } from '@/components/ui/status.ts';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ActionResult, FormAction } from '@/lib/console/form-state.ts';
import { type AccountGeneralAccess, GENERAL_ACCESS_OF, type GeneralAccess } from '@/lib/vocabulary.ts';
import { accessSentence, LEVEL_LABELS } from './words.ts';

type GeneralAccessSelectProps = {
  resource: ResourceTarget;
  hasName: boolean;
  generalAccess: GeneralAccess;
  accountGeneralAccess: AccountGeneralAccess;
  mayShare: boolean;
  change: (kind: string, id: string, generalAccess: string) => Promise<ActionResult<null>>;
  /** The same without JavaScript. */
  formAction: FormAction;
};

/** What everybody has who was not given access. A choice holds at once, and can be taken back for a while. */
export function GeneralAccessSelect(props: GeneralAccessSelectProps) {
  const { resource, hasName, generalAccess, accountGeneralAccess, mayShare, change, formAction } = props;
  const [shown, setShown] = useOptimistic(generalAccess);
  const [error, setError] = useState<string | null>(null);
  const [, startTransition] = useTransition();
  const select = useRef<HTMLSelectElement>(null);
  // What was chosen before there was a script to hear it was not done: it must not look as if it were.
  const takeBackUnheard = useEffectEvent(() => {
    if (!select.current || select.current.value === shown) return;
    select.current.value = shown;
    announce('General access was not changed: the page was still loading. Choose again.');
  });
  useEffect(() => takeBackUnheard(), []);
  const effective = shown === 'FOLLOW_USER_SETTING' ? accountGeneralAccess : shown;
  const { icon: Icon } = ACCESS_LOOK[effective];

  const choose = (next: GeneralAccess, undoTo: GeneralAccess | null) =>
    startTransition(async () => {
      setShown(next);
      const result = await change(resource.kind, resource.id, next);
      setError(result.ok ? null : result.error.message);
      if (!result.ok) return;
      const undo = undoTo === null ? {} : { undo: () => choose(undoTo, null) };
      announce({
        text: undoTo === null ? 'Taken back. In force now.' : 'General access changed. In force now.',
        ...undo,
      });
    });

  return (
    <ActionForm action={formAction} className="grid gap-2 rounded-md bg-sunken p-3">
      <ResourceFields {...resource} />
      <Field
        label="General access"
        error={error}
        hint={
          <span className="flex items-start gap-1.5">
            <Icon className="mt-0.5 size-3.5!" />
            {accessSentence(resource.kind, effective)}
          </span>
        }
      >
        {(control) => (
          <Select
            {...control}
            ref={select}
            autoComplete="off"
            name="generalAccess"
            value={shown}
            disabled={!mayShare}
            onChange={(event) => choose(event.currentTarget.value as GeneralAccess, shown)}
          >
            <option value="FOLLOW_USER_SETTING">{`As the account (now: ${LEVEL_LABELS[accountGeneralAccess]})`}</option>
            <option value="RESTRICTED">{LEVEL_LABELS.RESTRICTED}</option>
            <option value="ANYONE_WITH_ID_CAN_READ">{LEVEL_LABELS.ANYONE_WITH_ID_CAN_READ}</option>
            {GENERAL_ACCESS_OF[resource.kind].includes('ANYONE_WITH_NAME_CAN_READ') ? (
              <option value="ANYONE_WITH_NAME_CAN_READ" disabled={!hasName}>
                {LEVEL_LABELS.ANYONE_WITH_NAME_CAN_READ}
                {hasName ? '' : ' (give it a name first)'}
              </option>
            ) : null}
          </Select>
        )}
      </Field>
      {mayShare ? (
        <noscript>
          <SubmitButton variant="secondary">Change</SubmitButton>
        </noscript>
      ) : null}
    </ActionForm>
  );
}
