import { Button } from '@/components/ui/button.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { StoragesQuery } from '@/lib/paths.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { KIND_WORDS } from './words.ts';

type StorageFiltersProps = { kind: StorageKind; query: StoragesQuery; total: number };

/** What the list shows; a form that asks by its address, so that every view of the list can be linked. */
export function StorageFilters({ kind, query, total }: StorageFiltersProps) {
  const { one, many } = KIND_WORDS[kind];
  return (
    <search>
      <form className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <TextInput
          type="search"
          name="search"
          aria-label={`Search ${many} by name or ID`}
          placeholder="Name or ID"
          defaultValue={query.search}
          className="w-56!"
        />
        <Select name="ownership" aria-label="Whose" defaultValue={query.ownership ?? ''}>
          <option value="">Owned and shared</option>
          <option value="ownedByMe">Owned by me</option>
          <option value="sharedWithMe">Shared with me</option>
        </Select>
        <Checkbox name="unnamed" value="1" label="Also without a name" defaultChecked={query.unnamed === '1'} />
        <Button type="submit">Show</Button>
        <span className="ml-auto text-sm text-muted">
          {total.toLocaleString('en')} {total === 1 ? one : many}
        </span>
      </form>
    </search>
  );
}
