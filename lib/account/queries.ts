/** Statements on accounts. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { accounts, identities, instance } from '../../db/schema/account.ts';
import type { Transaction } from '../../db/transaction.ts';
import { takeTurn, turn } from '../../db/turn.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import type { AccountPermission } from '../authorization/types.ts';
import { env } from '../env.ts';
import { createId, isId } from '../ids.ts';
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

/** Whether the instance is new: whoever signs up now becomes its operator. */
export async function hasNoAccounts(): Promise<boolean> {
  const rows = await db().select({ id: accounts.id }).from(accounts).limit(1);
  return rows.length === 0;
}

/** Whether people may sign up without an invitation. */
export async function isSignUpOpen(tx?: Transaction): Promise<boolean> {
  const [row] = await (tx?.db ?? db()).select().from(instance);
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

const SIGN_IN_COLUMNS = {
  id: accounts.id,
  username: accounts.username,
  name: accounts.name,
  email: accounts.email,
  disabledAt: accounts.disabledAt,
};

/** For sign-in through another provider. */
export async function findById(accountId: string) {
  const [row] = await db().select(SIGN_IN_COLUMNS).from(accounts).where(eq(accounts.id, accountId));
  return row ?? null;
}

export async function findByEmail(email: string) {
  const [row] = await db().select(SIGN_IN_COLUMNS).from(accounts).where(eq(accounts.email, email.toLowerCase()));
  return row ?? null;
}

/** What a sign-in depends on, held until its session is there: a password change that ends all sessions comes before or after it. */
export async function lockForSignIn(tx: Transaction, accountId: string) {
  await takeTurn(tx, 'account', 'shared', accountId);
  const [row] = await tx.db
    .select({ passwordHash: accounts.passwordHash, disabledAt: accounts.disabledAt })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for('share');
  return row ?? null;
}

/** A username that nobody has, like `wanted` where that is allowed and free, else with a number behind it. */
export async function findFreeUsername(wanted: string): Promise<string> {
  const base = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .padEnd(3, '0');
  const rows = await db()
    .select({ username: accounts.username })
    .from(accounts)
    .where(sql`lower(${accounts.username}) LIKE ${`${base}%`}`);
  const taken = new Set(rows.map((row) => row.username.toLowerCase()));
  for (let suffix = 1; ; suffix++) {
    const username = suffix === 1 ? base : `${base}-${suffix}`;
    if (!taken.has(username) && !isId(username)) return username;
  }
}

export async function findByIdentity(provider: string, subject: string): Promise<string | null> {
  const [row] = await db()
    .select({ accountId: identities.accountId })
    .from(identities)
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject)));
  return row?.accountId ?? null;
}

/** Whether somebody can sign in to the account already. */
export async function hasWayIn(accountId: string): Promise<boolean> {
  const rows = await db()
    .select({ id: accounts.id })
    .from(accounts)
    .leftJoin(identities, eq(identities.accountId, accounts.id))
    .where(
      sql`${accounts.id} = ${accountId} AND (${accounts.passwordHash} IS NOT NULL OR ${identities.subject} IS NOT NULL)`,
    );
  return rows.length > 0;
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
      sharesRuns: accounts.sharesRuns,
      skipsApproval: accounts.skipsApproval,
      notifiesByEmail: accounts.notifiesByEmail,
      settingsVersion: accounts.settingsVersion,
      passwordHash: accounts.passwordHash,
      createdAt: accounts.createdAt,
    })
    .from(accounts)
    .where(eq(accounts.id, proof.account.id));
  const [row] = await (tx ? query.for('no key update') : query);
  if (!row) throw new Error('The account of the one who asks is gone');
  return row;
}

/** Changes settings and raises their version. */
export async function updateSettings(
  tx: Transaction,
  proof: AuthorizedAccount<'change-profile'> | AuthorizedAccount<'change-security'>,
  values: {
    name?: string;
    email?: string;
    passwordHash?: string;
    generalAccess?: AccountGeneralAccess;
    maxLinkLifetimeSecs?: number | null;
    sharesRuns?: boolean;
    skipsApproval?: boolean;
    notifiesByEmail?: boolean;
  },
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
  await tx.client.query(`SELECT ${turn('account', 'alone', 'id')} FROM accounts WHERE lower(username) = $1`, [
    username.toLowerCase(),
  ]);
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

/** Every account, oldest first, for the command line. */
export async function selectAllAccounts() {
  return db()
    .select({
      id: accounts.id,
      username: accounts.username,
      email: accounts.email,
      isOperator: accounts.isOperator,
      generalAccess: accounts.generalAccess,
      isDisabled: sql<boolean>`${accounts.disabledAt} IS NOT NULL`,
      createdAt: accounts.createdAt,
    })
    .from(accounts)
    .orderBy(accounts.createdAt, accounts.id);
}

/** Sets the general access of an account that the caller has locked. */
export async function setGeneralAccessOf(
  tx: Transaction,
  accountId: string,
  generalAccess: AccountGeneralAccess,
): Promise<void> {
  await tx.db
    .update(accounts)
    .set({ generalAccess, settingsVersion: sql`${accounts.settingsVersion} + 1` })
    .where(eq(accounts.id, accountId));
}

/** How many datasets follow the account's general access, how many have their own that opens them, and signed links that open now. */
export async function selectAccessExceptions(proof: AuthorizedAccount<'read-settings'>) {
  const { rows } = await pool().query<{ followingCount: number; openCount: number; liveLinkCount: number }>(
    `SELECT count(*) FILTER (WHERE r.general_access = 'FOLLOW_USER_SETTING') AS "followingCount",
       count(*) FILTER (WHERE r.general_access IN ('ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ')) AS "openCount",
       (SELECT count(*) FROM links l JOIN resources lr ON lr.id = l.resource_id WHERE lr.owner_id = $1
          AND l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > now())) AS "liveLinkCount"
     FROM resources r WHERE r.owner_id = $1 AND r.kind <> 'actor'`,
    [proof.account.id],
  );
  return rows[0] ?? { followingCount: 0, openCount: 0, liveLinkCount: 0 };
}

/** Reads of the last days, of what follows the account's general access: by its ID alone, and by signed links. */
export async function selectFollowingReads(proof: AuthorizedAccount<'read-settings'>, days: number) {
  const { rows } = await pool().query<{ openReads: number; openDatasets: number; linkReads: number }>(
    `SELECT coalesce(sum(c.count) FILTER (WHERE c.because = 'anyone-with-id'), 0)::bigint AS "openReads",
       count(DISTINCT c.resource_id) FILTER (WHERE c.because = 'anyone-with-id') AS "openDatasets",
       coalesce(sum(c.count) FILTER (WHERE c.because = 'signed-link'), 0)::bigint AS "linkReads"
     FROM read_counters c JOIN resources r ON r.id = c.resource_id
     WHERE r.owner_id = $1 AND r.general_access = 'FOLLOW_USER_SETTING' AND c.day > current_date - $2::int`,
    [proof.account.id, days],
  );
  return rows[0] ?? { openReads: 0, openDatasets: 0, linkReads: 0 };
}

/** How many public Actors of how many others the account has run: what sharing runs with developers is about. */
export async function selectRunSharingReach(proof: AuthorizedAccount<'read-settings'>) {
  const { rows } = await pool().query<{ actorCount: number; developerCount: number }>(
    `SELECT count(*) AS "actorCount", count(DISTINCT r.owner_id) AS "developerCount"
     FROM actors k JOIN resources r ON r.id = k.id
     CROSS JOIN LATERAL (SELECT 1 FROM runs u WHERE u.account_id = $1 AND u.actor_id = k.id LIMIT 1) u
     WHERE k.is_public AND r.owner_id <> $1`,
    [proof.account.id],
  );
  return rows[0] ?? { actorCount: 0, developerCount: 0 };
}

/** How far an account has come. */
export interface FirstSteps {
  hasBuilt: boolean;
  hasRun: boolean;
  hasFinishedRun: boolean;
  hasToken: boolean;
  hasUsedToken: boolean;
  /** In a dataset that no run made. */
  hasItems: boolean;
}

export async function selectFirstSteps(proof: AuthorizedAccount<'read-settings'>): Promise<FirstSteps> {
  const { rows } = await pool().query<FirstSteps>(
    `SELECT EXISTS (SELECT FROM resources r JOIN builds b ON b.id = r.id WHERE r.owner_id = $1 AND b.status = 'SUCCEEDED') AS "hasBuilt",
       EXISTS (SELECT FROM runs WHERE account_id = $1) AS "hasRun",
       EXISTS (SELECT FROM runs WHERE account_id = $1 AND finished_at IS NOT NULL) AS "hasFinishedRun",
       EXISTS (SELECT FROM tokens WHERE account_id = $1) AS "hasToken",
       EXISTS (SELECT FROM tokens WHERE account_id = $1 AND last_used_at IS NOT NULL) AS "hasUsedToken",
       EXISTS (
         SELECT FROM resources r JOIN datasets d ON d.id = r.id
         WHERE r.owner_id = $1 AND r.created_by_run_id IS NULL AND d.item_count > 0
       ) AS "hasItems"`,
    [proof.account.id],
  );
  const [steps] = rows;
  if (!steps) throw new Error('The first steps were not found out');
  return steps;
}
