import { Checkbox } from '@/components/ui/checkbox.tsx';
import { ListFilters } from '@/components/ui/list-filters.tsx';
import type { StoragesQuery } from '@/lib/paths.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { KIND_WORDS } from './words.ts';

type StorageFiltersProps = { kind: StorageKind; query: StoragesQuery; total: number };

/** What the list of storages of a kind shows. */
export function StorageFilters({ kind, query, total }: StorageFiltersProps) {
  const { one, many } = KIND_WORDS[kind];
  return (
    <ListFilters many={many} query={query} total={`${total.toLocaleString('en')} ${total === 1 ? one : many}`}>
      <Checkbox name="unnamed" value="1" label="Also without a name" defaultChecked={query.unnamed === '1'} />
    </ListFilters>
  );
}
