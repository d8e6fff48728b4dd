import { FilterForm } from '@/components/form/filter-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { consolePath, type StoreQuery } from '@/lib/paths.ts';

type StoreFiltersProps = { query: StoreQuery; categories: string[]; total: number };

/** What the store shows; a form that asks by its address, so that every view of it can be linked. */
export function StoreFilters({ query, categories, total }: StoreFiltersProps) {
  return (
    <search>
      <FilterForm
        query={query}
        action={consolePath.store()}
        className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2"
      >
        <TextInput
          type="search"
          name="search"
          aria-label="Search Actors by name, description or developer"
          placeholder="Name, description, developer"
          defaultValue={query.search}
          className="w-56! max-sm:w-full!"
        />
        {categories.length > 0 ? (
          <Select name="category" aria-label="Category" defaultValue={query.category ?? ''}>
            <option value="">Any category</option>
            {categories.map((category) => (
              <option key={category} value={category}>
                {categoryWords(category)}
              </option>
            ))}
          </Select>
        ) : null}
        <Select name="level" aria-label="Permission level" defaultValue={query.level ?? ''}>
          <option value="">Any permissions</option>
          <option value="LIMITED_PERMISSIONS">Limited permissions</option>
          <option value="FULL_PERMISSIONS">Full permissions</option>
        </Select>
        <Select name="sortBy" aria-label="Order" defaultValue={query.sortBy ?? ''}>
          <option value="">{query.search ? 'Best match first' : 'Limited permissions first'}</option>
          <option value="popularity">Most runs first</option>
          <option value="newest">Newest first</option>
          <option value="lastUpdate">Last changed first</option>
        </Select>
        <Button type="submit">Show</Button>
        <span className="ml-auto text-sm text-muted">
          {total.toLocaleString('en')} {total === 1 ? 'Actor' : 'Actors'}
        </span>
      </FilterForm>
    </search>
  );
}

/** `SOCIAL_MEDIA` → "Social media". */
const categoryWords = (category: string) => {
  const words = category.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
