'use client';

import { useState } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { Field } from '@/components/ui/field.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import { sampleVariables } from '@/lib/webhook/sample.ts';
import { DEFAULT_PAYLOAD_TEMPLATE, fillTemplate, TemplateError } from '@/lib/webhook/template.ts';

const SAMPLE_TIME = new Date('2026-01-01T12:00:00.000Z');
const VARIABLE_HELP = [
  ['userId', 'the account of the webhook'],
  ['createdAt', 'when it happened'],
  ['eventType', 'what happened, such as ACTOR.RUN.SUCCEEDED'],
  ['eventData', 'the ids: eventData.actorRunId'],
  ['resource', 'the run or the build, as the API shows it: resource.status'],
  ['globals', 'globals.dateISO, globals.dateUnix'],
] as const;

type PayloadFieldProps = { template: string | null; interpolatesStrings: boolean };

/** The template of what is sent, with help on its variables and what would come of it. */
export function PayloadField({ template, interpolatesStrings }: PayloadFieldProps) {
  const state = useFormState();
  const kept = state.values?.payloadTemplate ?? template ?? '';
  const [text, setText] = useState(kept);
  const [interpolates, setInterpolates] = useState(
    state.values ? state.values.shouldInterpolateStrings === 'true' : interpolatesStrings,
  );
  return (
    <>
      <Field
        label="Payload template"
        isOptional
        error={fieldError(state, 'payloadTemplate')}
        hint="JSON, with variables in double braces. Empty for the usual payload."
      >
        {(control) => (
          <TextArea
            {...control}
            isMono
            name="payloadTemplate"
            rows={8}
            placeholder={DEFAULT_PAYLOAD_TEMPLATE}
            defaultValue={kept}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <label className="flex items-start gap-2 py-0.5 text-sm">
        <input
          key={String(interpolates)}
          type="checkbox"
          name="shouldInterpolateStrings"
          value="true"
          defaultChecked={interpolates}
          onChange={(event) => setInterpolates(event.target.checked)}
          className="mt-0.5 size-4 shrink-0"
        />
        <span>
          Fill in variables inside strings too
          <span className="block text-muted">
            So that the templates themselves are JSON: {'{"text": "Run {{resource.id}} is done"}'}
          </span>
        </span>
      </label>
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
        {VARIABLE_HELP.map(([name, meaning]) => (
          <div key={name} className="contents">
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
      <Preview text={text} interpolates={interpolates} />
    </>
  );
}

function Preview({ text, interpolates }: { text: string; interpolates: boolean }) {
  const { payload, problem } = preview(text, interpolates);
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium">
        Preview{problem ? <span className="font-normal text-brick"> — the template {problem}</span> : null}
      </summary>
      <section
        aria-label="Preview of the payload"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="mt-2 max-h-80 overflow-auto rounded-md border border-line bg-raised p-3"
      >
        <pre className="font-mono text-xs whitespace-pre">{payload}</pre>
      </section>
    </details>
  );
}

function preview(text: string, interpolates: boolean): { payload: string; problem: string | null } {
  const template = text.trim() === '' ? DEFAULT_PAYLOAD_TEMPLATE : text;
  try {
    const variables = sampleVariables({ userId: 'ThisIsOnlyASample', now: SAMPLE_TIME });
    const { value } = fillTemplate(template, variables, interpolates);
    return { payload: JSON.stringify(value, null, 2), problem: null };
  } catch (error) {
    if (error instanceof TemplateError) return { payload: '', problem: error.message };
    throw error;
  }
}
