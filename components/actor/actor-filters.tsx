import { Button } from '@/components/ui/button.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { ActorsQuery } from '@/lib/paths.ts';

/** What the list shows; a form that asks by its address, so that every view of the list can be linked. */
export function ActorFilters({ query, total }: { query: ActorsQuery; total: number }) {
  return (
    <search>
      <form className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <TextInput
          type="search"
          name="search"
          aria-label="Search Actors by name or ID"
          placeholder="Name or ID"
          defaultValue={query.search}
          className="w-56!"
        />
        <Select name="ownership" aria-label="Whose" defaultValue={query.ownership ?? ''}>
          <option value="">Owned and shared</option>
          <option value="ownedByMe">Owned by me</option>
          <option value="sharedWithMe">Shared with me</option>
        </Select>
        <Button type="submit">Show</Button>
        <span className="ml-auto text-sm text-muted">
          {total.toLocaleString('en')} {total === 1 ? 'Actor' : 'Actors'}
        </span>
      </form>
    </search>
  );
}
