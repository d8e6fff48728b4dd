/** Columns that many tables spell alike. */
import { customType, text, timestamp } from 'drizzle-orm/pg-core';

/** An instant with milliseconds, which is what a JavaScript `Date` can hold. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Bytes: digests of secrets and hashes. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A 17-character id; see `createId`. */
export const id = (name: string) => text(name);

/** Text that is compared by its bytes. */
export const bytewiseText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
