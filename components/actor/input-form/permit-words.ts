import type { InputField } from '@/lib/input-schema/fields.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';

/** What naming a storage lets the Actor do with it. */
export function permitWords({ kind, permissions }: NonNullable<InputField['resource']>): string {
  const what = STORAGE_WORDS[kind];
  if (permissions.includes('write')) return `The Actor may read and write the ${what} you name here.`;
  if (permissions.includes('read')) return `The Actor may read the ${what} you name here.`;
  return `Naming a ${what} here gives the Actor no access to it.`;
}
