/**
 * Who may do what with a dataset, written down a second time from the access rules, for tests to hold the product against.
 *
 * It shares no code with the product and is put differently on purpose: what the account holds, what the token lets through of it, and what
 * is open to everyone.
 */

export type Held = 'read' | 'write' | 'share';
export type Asked = 'read the content' | 'read the description' | 'write' | 'share';

export interface Question {
  asked: Asked;
  /** The account of the session or the token; null for anonymous. */
  account: string | null;
  owner: string;
  /** What an unexpired grant gives the account. */
  granted: readonly Held[];
  /** What a scoped token's scope says of this dataset; null for a session and an unscoped token. */
  scope: readonly Held[] | null;
  /** The dataset's own setting, and its owner's. */
  setting: string;
  ownersSetting: string;
  addressedBy: 'id' | 'name';
  /** What the signed link that came along is worth; only a `valid` one is worth anything. */
  link: string;
}

export function isPermitted(question: Question): boolean {
  const { asked } = question;
  if (asked === 'read the content' && question.link === 'valid') return true;
  if (asked === 'read the content' || asked === 'read the description')
    return isOpen(question) || holds(question, 'read');
  return holds(question, asked);
}

function isOpen({ setting, ownersSetting, addressedBy }: Question): boolean {
  const inForce = setting === 'FOLLOW_USER_SETTING' ? ownersSetting : setting;
  if (inForce === 'ANYONE_WITH_NAME_CAN_READ') return true;
  return inForce === 'ANYONE_WITH_ID_CAN_READ' && addressedBy === 'id';
}

function holds({ account, owner, granted, scope }: Question, right: Held): boolean {
  if (account === null) return false;
  const ofAccount = account === owner ? ['read', 'write', 'share'] : withReading(granted);
  if (scope === null) return ofAccount.includes(right);
  return right !== 'share' && ofAccount.includes(right) && withReading(scope).includes(right);
}

const withReading = (rights: readonly Held[]): readonly Held[] =>
  rights.includes('write') ? [...rights, 'read'] : rights;
