'use client';

import { useId, useState } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import type { CadencePreview } from '@/lib/schedule/cadence.ts';
import { cronOf, PRESET_WORDS, type Preset, type PresetKind, presetFrom, presetOf, WEEKDAYS } from './presets.ts';
import { TimeZoneField } from './time-zone-field.tsx';
import { useCadencePreview } from './use-cadence-preview.ts';

type CadenceFieldProps = {
  cron: string;
  timezone: string;
  /** Of these two. */
  preview: CadencePreview;
};

/** When a schedule fires: a preset, or a cron expression, by the clock of a time zone; with its next firings as it is typed. */
export function CadenceField({ preview: first, ...initial }: CadenceFieldProps) {
  const state = useFormState();
  const [cron, setCron] = useState(initial.cron);
  const [timezone, setTimezone] = useState(initial.timezone);
  const [isCustom, setIsCustom] = useState(presetOf(initial.cron) === null);
  const preview = useCadencePreview({ cron, timezone }, { ...initial, preview: first });
  const errorAt = (name: 'cronExpression' | 'timezone') => {
    const typed = 'problems' in preview ? preview.problems : [];
    const text =
      typed.find(({ field }) => field === FIELDS[name])?.text ??
      state.error?.problems?.find(({ field }) => field === name)?.message;
    return text === undefined ? fieldError(state, name) : `This ${text}`;
  };
  const preset = isCustom ? null : presetOf(cron);
  const choose = (kind: PresetKind | 'custom') => {
    setIsCustom(kind === 'custom');
    if (kind !== 'custom') setCron(cronOf(presetFrom(kind, presetOf(cron))));
  };
  return (
    <div className="grid gap-4">
      <PresetTabs current={preset?.kind ?? 'custom'} onChoose={choose} />
      {preset ? <PresetControls preset={preset} onChange={(changed) => setCron(cronOf(changed))} /> : null}
      <Field
        label="Cron expression"
        hint="Minute, hour, day of month, month, day of week; or an alias such as @daily."
        error={errorAt('cronExpression')}
      >
        {(control) => (
          <TextInput
            {...control}
            isMono
            name="cronExpression"
            value={cron}
            onChange={({ target }) => {
              setCron(target.value);
              setIsCustom(presetOf(target.value) === null);
            }}
            autoComplete="off"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <TimeZoneField value={timezone} onChange={setTimezone} error={errorAt('timezone')} />
      <Preview preview={preview} />
    </div>
  );
}

/** What the fields of the form are called where a cadence is looked at. */
const FIELDS = { cronExpression: 'cron', timezone: 'timezone' } as const;

function PresetTabs({ current, onChoose }: { current: string; onChoose: (kind: PresetKind | 'custom') => void }) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Cadence</legend>
      <div className="inline-flex flex-wrap gap-1 rounded-md bg-sunken p-1">
        {Object.entries(PRESET_WORDS).map(([kind, words]) => (
          <label
            key={kind}
            className="flex min-h-control-small items-center gap-1.5 rounded-sm px-2.5 text-sm text-muted has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              checked={kind === current}
              onChange={() => onChoose(kind as PresetKind | 'custom')}
              className="sr-only"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function PresetControls({ preset, onChange }: { preset: Preset; onChange: (preset: Preset) => void }) {
  if (preset.kind === 'hour') {
    return (
      <Field label="Minutes past the hour">
        {(control) => (
          <Select
            {...control}
            className="w-32!"
            value={preset.minute}
            onChange={({ target }) => onChange({ ...preset, minute: Number(target.value) })}
          >
            {Array.from({ length: 60 }, (_, minute) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a minute is its number.
              <option key={minute} value={minute}>
                {minute}
              </option>
            ))}
          </Select>
        )}
      </Field>
    );
  }
  return (
    <div className="flex flex-wrap gap-4">
      {preset.kind === 'week' ? (
        <Field label="On">
          {(control) => (
            <Select
              {...control}
              value={preset.weekday}
              onChange={({ target }) => onChange({ ...preset, weekday: Number(target.value) })}
            >
              {WEEKDAYS.map((name, weekday) => (
                <option key={name} value={weekday}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {preset.kind === 'month' ? (
        <Field label="On day">
          {(control) => (
            <Select
              {...control}
              value={preset.day}
              onChange={({ target }) => onChange({ ...preset, day: Number(target.value) })}
            >
              {Array.from({ length: 31 }, (_, before) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a day is its number.
                <option key={before} value={before + 1}>
                  {before + 1}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      <Field label="At">
        {(control) => (
          <TextInput
            {...control}
            type="time"
            required
            className="w-32!"
            value={preset.time}
            onChange={({ target }) => {
              if (target.value) onChange({ ...preset, time: target.value });
            }}
          />
        )}
      </Field>
    </div>
  );
}

function Preview({ preview }: { preview: CadencePreview }) {
  if ('problems' in preview) return null;
  return (
    <div aria-live="polite" className="rounded-md bg-sunken px-3 py-2.5 text-sm">
      <p className="font-medium">{preview.words}</p>
      <p className="mt-1 text-muted">Next firings:</p>
      <ol className="tabular-nums">
        {preview.next.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </div>
  );
}
