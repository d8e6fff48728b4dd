/** What callers may send about records. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';

/** Source: contract 6, "KVS key". */
export const recordKey = z
  .string()
  .regex(
    /^[a-zA-Z0-9!\-_.'()]{1,256}$/,
    "must have 1 to 256 characters, each of them a letter, a digit or one of ! - _ . ' ( )",
  );
