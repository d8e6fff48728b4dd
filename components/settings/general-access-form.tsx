'use client';

import { type ReactNode, startTransition, useEffect, useEffectEvent, useReducer } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { ACCESS_LOOK } from '@/components/ui/access-chip.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { announce } from '@/components/ui/status.ts';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { Done, FormAction } from '@/lib/console/form-state.ts';
import { ACCOUNT_GENERAL_ACCESS, type AccountGeneralAccess } from '@/lib/vocabulary.ts';
import { ACCOUNT_ACCESS_WORDS } from './access-words.ts';

type GeneralAccessFormProps = {
  /** Answers a change with what takes it back: `shown.undoTo` and `shown.settingsVersion`. */
  action: FormAction;
  current: AccountGeneralAccess;
  settingsVersion: number;
  /** What a change would mean, shown before Save. */
  children: ReactNode;
};

/** The account's general access, with its meaning. Nothing changes before Save; after it, Undo is offered. */
export function GeneralAccessForm({ action, current, settingsVersion, children }: GeneralAccessFormProps) {
  const [undoCount, countUndo] = useReducer((undone: number) => undone + 1, 0);
  return (
    <ActionForm action={action}>
      <input type="hidden" name="settingsVersion" value={settingsVersion} />
      <Choices key={undoCount} current={current} />
      {children}
      <FormActions>
        <SubmitButton>Save</SubmitButton>
      </FormActions>
      <OfferUndo action={action} onUndone={countUndo} />
    </ActionForm>
  );
}

const MEANING: Record<AccountGeneralAccess, string> = {
  ANYONE_WITH_ID_CAN_READ:
    'Whoever knows a storage’s ID can read it, without signing in and without a token. IDs are long and random, so nobody guesses one; but whoever is sent one can pass it on.',
  RESTRICTED:
    'Only you, and people and tokens that you gave access, can read. A signed link opens what it was made for, until it ends.',
};

function Choices({ current }: { current: AccountGeneralAccess }) {
  const { values } = useFormState();
  const typed = ACCOUNT_GENERAL_ACCESS.find((value) => value === values?.generalAccess);
  return (
    <RadioCards
      legend="General access"
      isLegendHidden
      name="generalAccess"
      defaultValue={typed ?? current}
      choices={ACCOUNT_GENERAL_ACCESS.map((value) => {
        const Icon = ACCESS_LOOK[value].icon;
        return { value, label: ACCOUNT_ACCESS_WORDS[value], description: MEANING[value], icon: <Icon /> };
      })}
    />
  );
}

function OfferUndo({ action, onUndone }: { action: FormAction; onUndone: () => void }) {
  const { done } = useFormState();
  const undo = (form: FormData) =>
    startTransition(async () => {
      const { done: undone, error } = await action({}, form);
      announce(undone?.message ?? error?.message ?? 'It could not be taken back');
      if (undone) startTransition(onUndone);
    });
  const offer = useEffectEvent(({ message, shown }: Done) => {
    announce(shown ? { text: message, undo: () => undo(undoForm(shown)) } : message);
  });
  useEffect(() => {
    if (!done) return;
    // The form announces what was done at the end of this very commit; this takes its place.
    const timer = setTimeout(() => offer(done));
    return () => clearTimeout(timer);
  }, [done]);
  return null;
}

function undoForm({ undoTo = '', settingsVersion = '' }: Record<string, string>): FormData {
  const form = new FormData();
  form.set('generalAccess', undoTo);
  form.set('settingsVersion', settingsVersion);
  return form;
}
