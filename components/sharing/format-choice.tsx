const FORMATS = [
  { value: 'json', label: 'JSON' },
  { value: 'jsonl', label: 'JSONL' },
  { value: 'csv', label: 'CSV' },
  { value: 'xlsx', label: 'Excel' },
  { value: 'xml', label: 'XML' },
  { value: 'html', label: 'HTML table' },
  { value: 'rss', label: 'RSS' },
];

/** One radio group, so arrows choose and Enter downloads. `name`: of the field. */
export function FormatChoice({ legend = 'Format' }: { legend?: string }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {FORMATS.map(({ value, label }) => (
          <label
            key={value}
            className="relative inline-flex min-h-control items-center rounded-sm border border-line-strong bg-raised px-2.5 text-sm hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="format"
              value={value}
              defaultChecked={value === 'json'}
              className="absolute inset-0 appearance-none outline-none"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export const FORMAT_OPTIONS = FORMATS;
