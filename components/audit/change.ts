/** What an audit row's detail says, in plain words. Details differ by event; what is not known here is left to the row's details. */
import type { GeneralAccess } from '@/lib/vocabulary.ts';

/** `from` or `to` is null where there was nothing, or is nothing now. */
export interface Change {
  /** What of it changed, where it is one of several things. */
  what: string | null;
  from: string | null;
  to: string | null;
}

type Detail = Record<string, unknown>;

const isDetail = (value: unknown): value is Detail =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The changes from and to, those that stayed as they were left out. */
export function changesOf({ from, to }: Detail): Change[] {
  if (from === undefined && to === undefined) return [];
  if (!isDetail(from) && !isDetail(to)) return [{ what: null, from: valueWords(from), to: valueWords(to) }];
  const before = isDetail(from) ? from : {};
  const after = isDetail(to) ? to : {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => key !== 'username')
    .map((key) => ({ what: WHAT_WORDS[key] ?? key, from: valueWords(before[key]), to: valueWords(after[key]) }))
    .filter((change) => change.from !== change.to);
}

/** Whom or what the event was about, besides a resource: a token's description, a person, how many. */
export function subjectOf(detail: Detail): string | null {
  const { to, from } = detail;
  const person = [to, from].find((side) => isDetail(side) && typeof side.username === 'string') as Detail | undefined;
  const text = [detail.description, detail.username, person?.username, detail.email, detail.label, detail.name];
  const found = text.find((value): value is string => typeof value === 'string' && value !== '');
  if (found) return found;
  if (typeof detail.count === 'number') return String(detail.count);
  return typeof detail.with === 'string' ? (WITH_WORDS[detail.with] ?? detail.with) : null;
}

const WHAT_WORDS: Record<string, string> = {
  name: 'name',
  email: 'e-mail',
  permissions: 'rights',
  expiresAt: 'expires',
  cronExpression: 'cadence',
  timezone: 'time zone',
  skipsWhileRunning: 'skips while running',
  notifies: 'notifies by e-mail',
};

const WITH_WORDS: Record<string, string> = {
  password: 'with a password',
  'sign-up': 'by making the account',
  'identity-provider': 'with another provider',
};

const ACCESS_WORDS: Record<GeneralAccess, string> = {
  FOLLOW_USER_SETTING: 'As the account',
  RESTRICTED: 'Restricted',
  ANYONE_WITH_ID_CAN_READ: 'Anyone with ID can read',
  ANYONE_WITH_NAME_CAN_READ: 'Anyone with name can read',
};

function valueWords(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'open' : 'closed';
  if (Array.isArray(value)) return value.map((item) => String(item).toLowerCase()).join(', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (ACCESS_WORDS as Record<string, string>)[text] ?? text;
}
