import type { InputProblem } from '@/lib/input-schema/compile.ts';
import type { FieldGroup, InputSection } from '@/lib/input-schema/fields.ts';
import type { Input } from '@/lib/input-schema/schema.ts';
import { Description } from './description.tsx';
import type { SearchStorages } from './editor.ts';
import { FieldRow } from './field-row.tsx';
import { fieldValue } from './json.ts';
import { problemWords } from './problems.ts';

type InputSectionsProps = {
  sections: InputSection[];
  input: Input;
  onChange: (field: string, value: unknown) => void;
  /** Where the control of each field is. */
  shown: Map<string, { id: string }>;
  byField: Map<string, InputProblem[]>;
  searchStorages: SearchStorages | undefined;
};

/** The fields. A section with a caption is closed until something in it is asked for or wrong. */
export function InputSections(props: InputSectionsProps) {
  return props.sections.map(({ caption, description, groups }, place) => {
    const content = groups.map((group) => <Group key={group.fields[0]?.name} {...props} group={group} />);
    if (caption === null) {
      return (
        <div key="" className="grid grid-cols-1 gap-4">
          {content}
        </div>
      );
    }
    const mustOpen = groups.some(({ fields }) =>
      fields.some(({ name, isRequired }) => isRequired || props.byField.has(name)),
    );
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: sections stay where they are, and captions may repeat.
      <details key={place} open={mustOpen || undefined} className="rounded-md border border-line">
        <summary className="px-3 py-2 text-sm font-medium hover:bg-hover">{caption}</summary>
        <div className="grid grid-cols-1 gap-4 border-t border-line px-3 py-3">
          {description ? (
            <p className="text-sm text-muted">
              <Description text={description} />
            </p>
          ) : null}
          {content}
        </div>
      </details>
    );
  });
}

function Group({ group, ...rest }: InputSectionsProps & { group: FieldGroup }) {
  const rows = group.fields.map((field) => {
    const id = rest.shown.get(field.name)?.id;
    if (id === undefined) return null;
    const problems = rest.byField.get(field.name) ?? [];
    return (
      <FieldRow
        key={field.name}
        id={id}
        field={field}
        value={fieldValue(rest.input, field.name)}
        onChange={(value) => rest.onChange(field.name, value)}
        error={problems.map((problem) => problemWords(problem, field.name)).join('. ') || null}
        search={rest.searchStorages}
      />
    );
  });
  if (group.caption === null) return rows;
  return (
    <fieldset className="grid grid-cols-1 gap-2">
      <legend className="mb-1 text-sm font-medium">{group.caption}</legend>
      {group.description ? (
        <p className="text-sm text-muted">
          <Description text={group.description} />
        </p>
      ) : null}
      {rows}
    </fieldset>
  );
}
