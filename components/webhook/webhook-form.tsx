'use client';

import { useState } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Field } from '@/components/ui/field.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { Select } from '@/components/ui/select.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { type FormAction, fieldError } from '@/lib/console/form-state.ts';
import type { WebhookEventType } from '@/lib/vocabulary.ts';
import { EventChoice } from './event-choice.tsx';
import { PayloadField } from './payload-field.tsx';

export type ConditionChoice = { value: string; label: string };

/** What a form begins with. */
export type WebhookValues = {
  id?: string;
  requestUrl: string;
  eventTypes: readonly WebhookEventType[];
  /** `actor <id>` or `task <id>`; null for a webhook of one run, which stays that. */
  condition: string | null;
  description: string | null;
  payloadTemplate: string | null;
  headersTemplate: string | null;
  shouldInterpolateStrings: boolean;
  ignoreSslErrors: boolean;
  doNotRetry: boolean;
};

type WebhookFormProps = {
  values: WebhookValues;
  choices: { actors: ConditionChoice[]; tasks: ConditionChoice[] };
  apiUrl: string;
  action: FormAction;
};

/** Makes a webhook, or changes one. */
export function WebhookForm({ values, choices, apiUrl, action }: WebhookFormProps) {
  return (
    <ActionForm action={action} className="grid grid-cols-1">
      {values.id ? <input type="hidden" name="id" value={values.id} /> : null}
      <Section title="What it waits for" meaning="Of runs and builds that belong to your account.">
        {values.condition === null ? (
          <p className="text-sm">A single run. A webhook of one run stays with that run.</p>
        ) : (
          <ConditionField chosen={values.condition} choices={choices} />
        )}
        <EventChoice chosen={values.eventTypes} />
      </Section>
      <Section title="Where it sends to" meaning="A request with what happened, for each event.">
        <AddressField requestUrl={values.requestUrl} apiUrl={apiUrl} />
        <TextField name="description" label="Description" isOptional defaultValue={values.description ?? ''} />
      </Section>
      <Section
        title="What it sends"
        meaning="Headers and payload may hold secrets of the receiver: only those who may change the webhook see them."
      >
        <PayloadField template={values.payloadTemplate} interpolatesStrings={values.shouldInterpolateStrings} />
        <HeadersField template={values.headersTemplate} />
      </Section>
      <Section
        title="When it fails"
        meaning="An answer other than 2xx within 30 seconds is tried again up to 11 times, for about a day and a half."
      >
        <Options values={values} />
        <FormActions>
          <SubmitButton>{values.id ? 'Save' : 'Create webhook'}</SubmitButton>
        </FormActions>
      </Section>
    </ActionForm>
  );
}

function ConditionField({ chosen, choices }: { chosen: string; choices: WebhookFormProps['choices'] }) {
  const state = useFormState();
  const current = state.values?.condition ?? chosen;
  return (
    <>
      <Field label="Actor or task" error={fieldError(state, 'condition')}>
        {(control) => (
          <Select key={current} {...control} name="condition" defaultValue={current}>
            <option value="">Another Actor, named below</option>
            <Choices label="Actors" options={choices.actors} />
            <Choices label="Tasks" options={choices.tasks} />
          </Select>
        )}
      </Field>
      <TextField
        name="otherActor"
        label="Another Actor"
        isOptional
        hint="Its ID or username~name, for one that is not in the list, such as a public one that you run."
        autoCapitalize="none"
        spellCheck={false}
      />
    </>
  );
}

function Choices({ label, options }: { label: string; options: ConditionChoice[] }) {
  if (options.length === 0) return null;
  return (
    <optgroup label={label}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </optgroup>
  );
}

/** Says at once where a token of the account would go along. */
function AddressField({ requestUrl, apiUrl }: { requestUrl: string; apiUrl: string }) {
  const [typed, setTyped] = useState(requestUrl);
  const isOwn = URL.canParse(typed) && new URL(typed).origin === apiUrl;
  return (
    <>
      <TextField
        name="requestUrl"
        label="URL"
        type="url"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        required
        placeholder="https://hooks.example/run"
        defaultValue={requestUrl}
        onChange={(event) => setTyped(event.target.value)}
        hint="Addresses that only this server’s network reaches are refused, unless its operator allows them. Redirects are not followed."
      />
      <p aria-live="polite" className="text-sm text-muted">
        {isOwn
          ? 'This is this instance’s own API: each call carries a token with your rights, made for that call alone.'
          : `To start an Actor with it, use ${apiUrl}/v2/actors/…/runs: a token with your rights then goes along.`}
      </p>
    </>
  );
}

function HeadersField({ template }: { template: string | null }) {
  const state = useFormState();
  return (
    <Field
      label="Headers template"
      isOptional
      error={fieldError(state, 'headersTemplate')}
      hint={'A JSON object of texts, such as {"Authorization": "Bearer …"}. Variables work here too.'}
    >
      {(control) => (
        <TextArea
          {...control}
          isMono
          name="headersTemplate"
          rows={3}
          defaultValue={state.values?.headersTemplate ?? template ?? ''}
        />
      )}
    </Field>
  );
}

function Options({ values }: { values: WebhookValues }) {
  const { values: typed } = useFormState();
  const isSet = (name: 'doNotRetry' | 'ignoreSslErrors') => (typed ? typed[name] === 'true' : values[name]);
  return (
    <div>
      <Checkbox
        key={`retry ${isSet('doNotRetry')}`}
        name="doNotRetry"
        value="true"
        label="Do not try again"
        defaultChecked={isSet('doNotRetry')}
      />
      <Checkbox
        key={`tls ${isSet('ignoreSslErrors')}`}
        name="ignoreSslErrors"
        value="true"
        label="Accept any certificate"
        description="For receivers whose certificate nobody vouches for. Others can then read what is sent. This instance’s own API is always checked."
        defaultChecked={isSet('ignoreSslErrors')}
      />
    </div>
  );
}
