/** How the kinds of storages are spoken of. Pure, for server and browser. */
import type { StorageKind } from '@/lib/vocabulary.ts';

interface KindWords {
  /** What many of them are called, as a title. */
  plural: string;
  one: string;
  many: string;
  /** What one holds. */
  entry: string;
  entries: string;
  meaning: string;
}

export const KIND_WORDS: Record<StorageKind, KindWords> = {
  dataset: {
    plural: 'Datasets',
    one: 'dataset',
    many: 'datasets',
    entry: 'item',
    entries: 'items',
    meaning: 'Tables that grow: items are added and read, never changed.',
  },
  'key-value-store': {
    plural: 'Key-value stores',
    one: 'key-value store',
    many: 'key-value stores',
    entry: 'record',
    entries: 'records',
    meaning: 'Records under keys: any content, with its type. A new one replaces the old.',
  },
  'request-queue': {
    plural: 'Request queues',
    one: 'request queue',
    many: 'request queues',
    entry: 'request',
    entries: 'requests',
    meaning: 'Addresses to visit, each once: programs add them, take them and mark them as handled.',
  },
};

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "1 item", "1,200 items". */
export function entriesText(kind: StorageKind, count: number): string {
  const { entry, entries } = KIND_WORDS[kind];
  return `${count.toLocaleString('en')} ${count === 1 ? entry : entries}`;
}

/** What a storage is called where there is room for one name. */
export const storageLabel = ({ title, name, id }: { title: string | null; name: string | null; id: string }): string =>
  title ?? name ?? id;
