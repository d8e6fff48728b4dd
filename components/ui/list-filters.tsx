import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';

type ListFiltersProps = {
  /** What is in the list, such as "datasets". */
  many: string;
  query: { search?: string | undefined; ownership?: string | undefined };
  /** How many there are: "3 datasets". */
  total: string;
  /** Further choices. */
  children?: ReactNode;
};

/** What a list of one's own and shared things shows; a form that asks by its address, so that every view of the list can be linked. */
export function ListFilters({ many, query, total, children }: ListFiltersProps) {
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
        {children}
        <Button type="submit">Show</Button>
        <span className="ml-auto text-sm text-muted">{total}</span>
      </form>
    </search>
  );
}
