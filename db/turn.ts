/**
 * Turns: what many may hold together and few must have alone, each as they come.
 *
 * A row lock that is shared is given to ever new ones while somebody waits to have the row alone: with requests that never stop, a change
 * would never come about. These locks are given in the order of asking. Whoever shares a row takes a turn first, and so does whoever wants it
 * alone; the row is locked after that all the same, and keeps safe what forgot its turn.
 *
 * Turns are taken in the order of `TURNS`, and of one kind in the order of their ids, before any row is locked.
 */
import type { Transaction } from './transaction.ts';

/** What turns are about, in the order in which one transaction takes them, with the number that keeps their locks apart. */
const TURNS = {
  /** What an account's sessions and tokens do; alone by whatever ends some of them, or the account. */
  account: 7_201_011,
  /** What acts as a run, a webhook or a schedule; alone by whatever ends that. */
  credential: 7_201_012,
  /** Work on anything that an account owns, whoever does it; alone by what ends all that it has shared. */
  owner: 7_201_013,
  /** Work on one resource; alone by whatever changes it or who may reach it. */
  resource: 7_201_014,
  /** Starts in an account; alone by whatever changes what it consents to. */
  consent: 7_201_010,
} as const;

export type TurnOf = keyof typeof TURNS;
export type TurnHow = 'shared' | 'alone';

/** An expression of SQL that takes a turn and keeps it until the transaction ends. `id`: an expression too; where it is null, there is none to take. */
export const turn = (of: TurnOf, how: TurnHow, id: string): string =>
  `pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtextextended(${id}, ${TURNS[of]}))`;

/** Takes one turn. */
export async function takeTurn(tx: Transaction, of: TurnOf, how: TurnHow, id: string): Promise<void> {
  await tx.client.query({ name: `take-turn-${of}-${how}`, text: `SELECT ${turn(of, how, '$1::text')}`, values: [id] });
}
