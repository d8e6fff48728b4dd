import type { FieldControl } from '@/components/ui/field.tsx';
import type { InputField } from '@/lib/input-schema/fields.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';

/** What every editor of a field gets. `onChange(undefined)` leaves the field out of the input. */
export interface EditorProps {
  field: InputField;
  value: unknown;
  onChange: (value: unknown) => void;
  control: FieldControl & { 'aria-required': true | undefined };
}

/** A storage that may be chosen. `name` is null for those without. */
export interface FoundStorage {
  id: string;
  name: string | null;
}

/** Finds storages of the person whose name or id has `text` in it; those used last for no text. */
export type SearchStorages = (kind: StorageKind, text: string) => Promise<FoundStorage[]>;

/** What an emptied field stands for: the empty value where leaving it out would bring the default back. */
export const emptied = <Empty>(field: InputField, empty: Empty): Empty | undefined =>
  field.hasDefault ? empty : undefined;

/** Hides what is typed in fields of several lines, for which no password field exists. */
export const CONCEALED = '[-webkit-text-security:disc]';
