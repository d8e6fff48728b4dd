/** Statements on accounts. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts, identities, instance } from '../../db/schema/account.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import type { AccountPermission } from '../authorization/types.ts';
import { env } from '../env.ts';
import { createId } from '../ids.ts';
import type { AccountGeneralAccess } from '../vocabulary.ts';

/** Sign-up happens one at a time, so that exactly one account is the first. */
const SIGN_UP_LOCK = 7_201_001;

export interface NewAccount {
  username: string;
  email: string;
  name: string;
  passwordHash: string | null;
}

/** Whether there is no account yet; holds others back from signing up until the transaction ends. */
export async function isFirstAccount(tx: Transaction): Promise<boolean> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${SIGN_UP_LOCK})`);
  const rows = await tx.db.select({ id: accounts.id }).from(accounts).limit(1);
  return rows.length === 0;
}

/** Inserts an account; says which of username and e-mail address is taken instead, if one is. */
export async function insertAccount(
  tx: Transaction,
  account: NewAccount & { isOperator: boolean },
): Promise<{ id: string } | { taken: 'username' | 'email' }> {
  const [sameUsername] = await tx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(sql`lower(${accounts.username})`, account.username.toLowerCase()));
  if (sameUsername) return { taken: 'username' };
  const [row] = await tx.db
    .insert(accounts)
    .values({ id: createId(), ...account, generalAccess: env().defaultGeneralAccess })
    .onConflictDoNothing()
    .returning({ id: accounts.id });
  return row ?? { taken: 'email' };
}

export async function isSignUpOpen(): Promise<boolean> {
  const [row] = await db().select().from(instance);
  return row?.isSignUpOpen ?? true;
}

export async function setSignUpOpen(
  tx: Transaction,
  _proof: AuthorizedAccount<'operate'>,
  isSignUpOpen: boolean,
): Promise<void> {
  await tx.db
    .insert(instance)
    .values({ id: 1, isSignUpOpen })
    .onConflictDoUpdate({ target: instance.id, set: { isSignUpOpen } });
}

/** For sign-in: by username or e-mail address. */
export async function findForSignIn(usernameOrEmail: string) {
  const text = usernameOrEmail.trim().toLowerCase();
  const [row] = await db()
    .select({
      id: accounts.id,
      username: accounts.username,
      passwordHash: accounts.passwordHash,
      disabledAt: accounts.disabledAt,
    })
    .from(accounts)
    .where(text.includes('@') ? eq(accounts.email, text) : eq(sql`lower(${accounts.username})`, text));
  return row ?? null;
}

export async function findByIdentity(provider: string, subject: string): Promise<string | null> {
  const [row] = await db()
    .select({ accountId: identities.accountId })
    .from(identities)
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject)));
  return row?.accountId ?? null;
}

export async function insertIdentity(
  tx: Transaction,
  identity: { provider: string; subject: string; accountId: string },
): Promise<void> {
  await tx.db.insert(identities).values(identity);
}

/** Public facts of an account, by id or username. */
export async function findPublicAccount(idOrUsername: string) {
  const [row] = await db()
    .select({ id: accounts.id, username: accounts.username, name: accounts.name })
    .from(accounts)
    .where(
      sql`${accounts.disabledAt} IS NULL AND (${accounts.id} = ${idOrUsername} OR lower(${accounts.username}) = lower(${idOrUsername}))`,
    );
  return row ?? null;
}

/** All settings of the account that the proof is for. With a transaction the row stays locked. */
export async function selectSettings(proof: AuthorizedAccount<AccountPermission>, tx?: Transaction) {
  const query = (tx?.db ?? db())
    .select({
      id: accounts.id,
      username: accounts.username,
      name: accounts.name,
      email: accounts.email,
      generalAccess: accounts.generalAccess,
      maxLinkLifetimeSecs: accounts.maxLinkLifetimeSecs,
      settingsVersion: accounts.settingsVersion,
      passwordHash: accounts.passwordHash,
      createdAt: accounts.createdAt,
    })
    .from(accounts)
    .where(eq(accounts.id, proof.account.id));
  const [row] = await (tx ? query.for('update') : query);
  if (!row) throw new Error('The account of the one who asks is gone');
  return row;
}

/** Changes settings and raises their version. */
export async function updateSettings(
  tx: Transaction,
  proof: AuthorizedAccount<'change-profile'> | AuthorizedAccount<'change-security'>,
  values: { name?: string; email?: string; passwordHash?: string; generalAccess?: AccountGeneralAccess },
): Promise<void> {
  await tx.db
    .update(accounts)
    .set({ ...values, settingsVersion: sql`${accounts.settingsVersion} + 1` })
    .where(eq(accounts.id, proof.account.id));
}

export async function isEmailTaken(tx: Transaction, email: string, exceptId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(sql`${accounts.email} = ${email} AND ${accounts.id} <> ${exceptId}`);
  return rows.length > 0;
}

/** Everybody on the instance, newest first, for the operator. */
export async function selectAccounts(_proof: AuthorizedAccount<'operate'>, page: { limit: number; offset: number }) {
  return db()
    .select({
      id: accounts.id,
      username: accounts.username,
      name: accounts.name,
      email: accounts.email,
      isOperator: accounts.isOperator,
      disabledAt: accounts.disabledAt,
      createdAt: accounts.createdAt,
    })
    .from(accounts)
    .orderBy(desc(accounts.createdAt), desc(accounts.id))
    .limit(page.limit)
    .offset(page.offset);
}

/** Locks an account by username, for those who act on it from outside: the operator and the command line. */
export async function lockAccountByUsername(tx: Transaction, username: string) {
  const [row] = await tx.db
    .select()
    .from(accounts)
    .where(eq(sql`lower(${accounts.username})`, username.toLowerCase()))
    .for('update');
  return row ?? null;
}

/** Disables or enables. Its sessions end; its tokens are refused as long as it is disabled. */
export async function setDisabled(tx: Transaction, accountId: string, isDisabled: boolean): Promise<void> {
  await tx.db
    .update(accounts)
    .set({ disabledAt: isDisabled ? new Date() : null })
    .where(eq(accounts.id, accountId));
}
