'use client';

import { startTransition, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import type { InputProblem } from '@/lib/input-schema/compile.ts';
import type { InputSection } from '@/lib/input-schema/fields.ts';
import type { Input } from '@/lib/input-schema/schema.ts';
import type { SearchStorages } from './editor.ts';
import { InputSections } from './input-sections.tsx';
import { inputText, parseInput, withField } from './json.ts';
import { JsonArea } from './json-editor.tsx';
import { ProblemSummary } from './problem-summary.tsx';
import { problemsByField } from './problems.ts';

type InputFormProps = {
  /** From `inputSections`. */
  sections: InputSection[];
  /** What the form starts with: `prefilledInput` for a new one, `inputToEdit` for one given before. Fields that the schema does not know are kept. */
  value: Input;
  /** The field of the form around that holds the input, as JSON. */
  name?: string;
  /** What is to be corrected; by default what the `ActionForm` around was told. */
  problems?: InputProblem[];
  /** What is wrong with `value` before anything is sent: it stands beside the fields, and whoever shows the form says it on top. */
  savedProblems?: InputProblem[];
  searchStorages?: SearchStorages;
};

/**
 * An Actor's input, as a form or as JSON. It sits inside of a form and is sent as one field of JSON. Without JavaScript that field is
 * typed as it is.
 */
export function InputForm({
  sections,
  value,
  name = 'input',
  problems,
  savedProblems,
  searchStorages,
}: InputFormProps) {
  const sent = useFormState();
  const [input, setInput] = useState(() => startOf(sent.values?.[name], value));
  // The JSON view's own text, which need not be JSON on the way; null while the form is shown.
  const [text, setText] = useState<string | null>(null);
  const [version, setVersion] = useState(0);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const isRunning = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );

  // React empties a form that was sent; the editors are then made anew from the input.
  useEffect(() => {
    const form = root.current?.closest('form');
    const remake = () => setVersion((before) => before + 1);
    form?.addEventListener('reset', remake);
    return () => form?.removeEventListener('reset', remake);
  }, []);

  const fields = sections.flatMap(({ groups }) => groups.flatMap((group) => group.fields));
  const shown = new Map(
    fields.flatMap(({ editor, name: field, title }, place) =>
      editor === 'hidden' ? [] : [[field, { id: `${id}-${place}`, title }]],
    ),
  );
  const refused = problemsByField(problems ?? sent.error?.problems ?? [], [...shown.keys()]);
  const isRefused = problems !== undefined || sent.error !== undefined;
  const byField = isRefused ? refused : problemsByField(savedProblems ?? [], [...shown.keys()]);
  const parsed = text === null ? null : parseInput(text);
  const showJson = () => {
    if (!reportDraft(root.current)) setText(inputText(input));
  };
  const showForm = () => {
    if (reportDraft(root.current)) return;
    // What was typed as JSON may call for an editor whose script is not here yet.
    startTransition(() => {
      setText(null);
      setVersion((before) => before + 1);
    });
  };
  return (
    <div ref={root} className="grid grid-cols-1 gap-4" onInvalidCapture={(event) => openAround(event.target)}>
      {isRunning ? (
        <input
          type="hidden"
          name={name}
          value={text !== null && parsed?.problem !== null ? text : JSON.stringify(input)}
        />
      ) : null}
      <noscript>
        <style>{'[data-input-form] { display: none }'}</style>
        <Field label="Input as JSON">
          {(control) => <TextArea {...control} isMono name={name} rows={16} defaultValue={inputText(input)} />}
        </Field>
      </noscript>
      <div data-input-form className="grid grid-cols-1 gap-4">
        <ProblemSummary byField={refused} shown={text === null ? shown : new Map()} />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are two buttons. */}
        <div role="group" aria-label="View of the input" className="flex gap-1">
          <Button
            size="small"
            aria-pressed={text === null}
            variant={text === null ? 'secondary' : 'quiet'}
            onClick={text === null ? undefined : showForm}
          >
            Form
          </Button>
          <Button
            size="small"
            aria-pressed={text !== null}
            variant={text === null ? 'quiet' : 'secondary'}
            onClick={text === null ? showJson : undefined}
          >
            JSON
          </Button>
        </div>
        {text === null ? (
          <InputSections
            key={version}
            {...{ sections, input, shown, byField, searchStorages }}
            onChange={(field, next) => setInput((before) => withField(before, field, next))}
          />
        ) : (
          <Field label="Input as JSON" hint="Everything that the run gets, secret fields too.">
            {(control) => (
              <JsonArea
                {...control}
                rows={20}
                text={text}
                problem={parsed?.problem ?? null}
                onText={(next) => {
                  setText(next);
                  const read = parseInput(next);
                  if (read.problem === null) setInput(read.value);
                }}
              />
            )}
          </Field>
        )}
      </div>
    </div>
  );
}

/** What was typed comes back after a refusal, where the page was made anew. */
function startOf(sent: string | undefined, value: Input): Input {
  const parsed = sent === undefined ? null : parseInput(sent);
  return parsed?.problem === null ? parsed.value : value;
}

/** Whether there is text that is no value yet, which the other view would lose; it is shown to who typed it. */
function reportDraft(root: HTMLElement | null): boolean {
  const drafts = root?.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input') ?? [];
  const draft = [...drafts].find(({ validity }) => validity.customError || validity.badInput);
  draft?.reportValidity();
  return draft !== undefined;
}

/** A browser cannot show what it complains about within a closed section. */
function openAround(target: EventTarget): void {
  const details = target instanceof Element ? target.closest('details') : null;
  if (details) details.open = true;
}
