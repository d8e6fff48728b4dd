import { FilterForm } from '@/components/form/filter-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { consolePath, type RunsQuery } from '@/lib/paths.ts';
import { JOB_ORIGINS } from '@/lib/vocabulary.ts';
import { ORIGIN_WORDS, STATUS_CHOICES } from './words.ts';

type RunFiltersProps = { query: RunsQuery; total: number };

/** What the list shows; a form that asks by its address, so that every view of the list can be linked. */
export function RunFilters({ query, total }: RunFiltersProps) {
  return (
    <search>
      <FilterForm
        query={query}
        action={consolePath.runs()}
        className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2"
      >
        <TextInput
          type="search"
          name="actor"
          aria-label="Actor, by ID or username~name"
          placeholder="Actor: user~name or ID"
          defaultValue={query.actor}
          autoCapitalize="none"
          spellCheck={false}
          className="w-48!"
        />
        <TextInput
          type="search"
          name="task"
          aria-label="Task, by ID or username~name"
          placeholder="Task: user~name or ID"
          defaultValue={query.task}
          autoCapitalize="none"
          spellCheck={false}
          className="w-48!"
        />
        <Select name="status" aria-label="Status" defaultValue={query.status ?? ''}>
          <option value="">Any status</option>
          {STATUS_CHOICES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Select name="origin" aria-label="Origin" defaultValue={query.origin ?? ''}>
          <option value="">Any origin</option>
          {JOB_ORIGINS.map((origin) => (
            <option key={origin} value={origin}>
              {ORIGIN_WORDS[origin]}
            </option>
          ))}
        </Select>
        <Select name="level" aria-label="Permission level" defaultValue={query.level ?? ''}>
          <option value="">Any permissions</option>
          <option value="LIMITED_PERMISSIONS">Limited permissions</option>
          <option value="FULL_PERMISSIONS">Full permissions</option>
        </Select>
        <Button type="submit">Show</Button>
        <span className="ml-auto text-sm text-muted">
          {total.toLocaleString('en')} {total === 1 ? 'run' : 'runs'}
        </span>
      </FilterForm>
    </search>
  );
}
