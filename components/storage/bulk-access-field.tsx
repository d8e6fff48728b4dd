import { SelectField } from '@/components/form/select-field.tsx';
import { ACCESS_WORDS } from '@/components/sharing/words.ts';
import type { ChosenStorage } from '@/lib/storage/describe-chosen.ts';
import { GENERAL_ACCESS } from '@/lib/vocabulary.ts';

/** One level for all of them. Where they differ now, that is said, and nothing is chosen yet. */
export function BulkAccessField({ storages }: { storages: ChosenStorage[] }) {
  const counts = GENERAL_ACCESS.map((access) => ({
    access,
    count: storages.filter(({ generalAccess }) => generalAccess === access).length,
  })).filter(({ count }) => count > 0);
  const [only] = counts;
  const isMixed = counts.length > 1;
  const namelessCount = storages.filter(({ name }) => name === null).length;
  const now = isMixed
    ? `Mixed now: ${counts.map(({ access, count }) => `“${ACCESS_WORDS[access]}” (${count})`).join(', ')}.`
    : `Now: “${only ? ACCESS_WORDS[only.access] : ''}”.`;
  const nameless = namelessCount > 0 ? ` ${namelessCount} without a name can be read by ID only.` : '';
  return (
    <SelectField
      name="generalAccess"
      label="General access"
      hint={`${now}${nameless} It holds at once, for the very next request.`}
      defaultValue={isMixed ? '' : (only?.access ?? '')}
      isRequired
      options={[
        ...(isMixed ? [{ value: '', label: 'Mixed' }] : []),
        ...GENERAL_ACCESS.map((value) => ({ value, label: ACCESS_WORDS[value] })),
      ]}
    />
  );
}
