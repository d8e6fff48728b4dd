import type { AccountGeneralAccess } from '@/lib/vocabulary.ts';

/** What the account's two choices are called, everywhere. Source: General resource access, "The two following options". */
export const ACCOUNT_ACCESS_WORDS: Record<AccountGeneralAccess, string> = {
  ANYONE_WITH_ID_CAN_READ: 'Anyone with ID can read',
  RESTRICTED: 'Restricted',
};
