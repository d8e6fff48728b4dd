import { Button } from '@/components/ui/button.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

type RecordFiltersProps = {
  prefix: string | undefined;
  collection: string | undefined;
  /** Names that the store's schema gives to parts of its keys. */
  collections: { name: string; title: string }[];
  total: number;
};

/** Which records are shown; a form that asks by its address, so that every view of the list can be linked. */
export function RecordFilters({ prefix, collection, collections, total }: RecordFiltersProps) {
  return (
    <search>
      <form className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <TextInput
          type="search"
          isMono
          name="prefix"
          aria-label="Keys that begin with"
          placeholder="Key begins with"
          defaultValue={prefix}
          autoCapitalize="none"
          spellCheck={false}
          className="w-56!"
        />
        {collections.length > 0 ? (
          <Select name="collection" aria-label="Collection" defaultValue={collection ?? ''}>
            <option value="">All collections</option>
            {collections.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </Select>
        ) : null}
        <Button type="submit">Show</Button>
        <span className="text-sm text-muted">
          {total.toLocaleString('en')} {total === 1 ? 'record' : 'records'}
        </span>
      </form>
    </search>
  );
}
