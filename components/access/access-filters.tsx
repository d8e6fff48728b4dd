import Form from 'next/form';
import { KIND_WORDS } from '@/components/storage/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type AccessQuery, consolePath } from '@/lib/paths.ts';
import { GRANT_PERMISSIONS_OF, isStorageKind, RESOURCE_KINDS, STORAGE_KINDS } from '@/lib/vocabulary.ts';

/** Those that can be given to someone. */
const SHARED_KINDS = RESOURCE_KINDS.filter((kind) => GRANT_PERMISSIONS_OF[kind].length > 0);

type AccessFiltersProps = { query: AccessQuery; isFiltered: boolean };

const STATES = {
  links: [
    { value: '', label: 'In force' },
    { value: 'unused', label: 'Never used' },
    { value: 'ending', label: 'Ending within a week' },
    { value: 'ended', label: 'Ended' },
  ],
  people: [
    { value: '', label: 'In force' },
    { value: 'ending', label: 'Ending within a week' },
    { value: 'ended', label: 'Ended' },
  ],
};

/** What is listed; a form that asks by its address, so that every view can be linked. */
export function AccessFilters({ query, isFiltered }: AccessFiltersProps) {
  const isOfPeople = query.tab === 'people';
  return (
    <search>
      <Form action={consolePath.access()} className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        {isOfPeople ? <input type="hidden" name="tab" value="people" /> : null}
        {query.resource ? <input type="hidden" name="resource" value={query.resource} /> : null}
        <TextInput
          type="search"
          name="search"
          aria-label={isOfPeople ? 'Search by storage or person' : 'Search by storage, label, record or person'}
          placeholder={isOfPeople ? 'Storage or person' : 'Storage, label or record'}
          defaultValue={query.search}
          className="w-56!"
        />
        <Select name="kind" aria-label="Kind of storage" defaultValue={query.kind ?? ''}>
          <option value="">{isOfPeople ? 'All kinds' : 'All storages'}</option>
          {(isOfPeople ? SHARED_KINDS : STORAGE_KINDS).map((kind) => (
            <option key={kind} value={kind}>
              {isStorageKind(kind) ? KIND_WORDS[kind].plural : JOB_WORDS[kind]}
            </option>
          ))}
        </Select>
        <Select name="state" aria-label="State" defaultValue={query.state ?? ''}>
          {STATES[isOfPeople ? 'people' : 'links'].map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Button type="submit">Show</Button>
        {isFiltered ? (
          <Button variant="quiet" href={consolePath.access({ tab: query.tab })}>
            Clear
          </Button>
        ) : null}
      </Form>
    </search>
  );
}

const JOB_WORDS = {
  ...{ run: 'Runs', build: 'Builds', actor: 'Actors' },
  ...{ task: 'Tasks', schedule: 'Schedules', webhook: 'Webhooks' },
};
