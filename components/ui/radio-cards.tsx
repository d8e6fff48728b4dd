import type { ReactNode } from 'react';

export type RadioChoice<Value extends string> = {
  value: Value;
  label: string;
  description?: ReactNode;
  icon?: ReactNode;
  /** Why it cannot be chosen; shown in place of nothing else, below the description. */
  disabledReason?: string | undefined;
};

type RadioCardsProps<Value extends string> = {
  /** What is being chosen. */
  legend: string;
  isLegendHidden?: boolean;
  name: string;
  choices: RadioChoice<Value>[];
  defaultValue?: Value | undefined;
  onChange?: (value: Value) => void;
};

/** One choice of a few, each with its meaning in view. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, isLegendHidden, name, choices, defaultValue, onChange } = props;
  return (
    <fieldset>
      <legend className={isLegendHidden ? 'sr-only' : 'mb-1 text-sm font-medium'}>{legend}</legend>
      <div className="divide-y divide-line rounded-md border border-line bg-raised">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex items-start gap-3 px-3 py-2.5 first:rounded-t-md last:rounded-b-md has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-enabled:not-has-checked:hover:bg-sunken"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={choice.value === defaultValue}
              disabled={choice.disabledReason !== undefined}
              onChange={onChange ? () => onChange(choice.value) : undefined}
              className="mt-1 size-4 shrink-0 outline-none"
            />
            <span className="grid min-w-0 flex-1 gap-0.5 text-sm">
              <span className="flex items-center gap-1.5 font-medium">
                {choice.icon}
                {choice.label}
              </span>
              {choice.description ? <span className="text-muted">{choice.description}</span> : null}
              {choice.disabledReason ? <span className="text-muted italic">{choice.disabledReason}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
