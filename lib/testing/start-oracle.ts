/**
 * What must come of a start, written down a second time from the access rules, sections 4 to 6, for tests to hold the product against.
 *
 * Like the oracle of rights it shares no code with the product. It does not look at what is in force: it goes through what happened between
 * an account and an Actor, in the order in which it happened.
 */
import { mayStart } from './oracle.ts';

export type Level = 'limited' | 'full';

/** What an account, and others for it, did about an Actor. A run is of the account, and at the level that is named. */
export type Deed =
  | 'approved it'
  | 'revoked that'
  | 'its level changed'
  | 'ran it full'
  | 'ran it limited'
  | 'a full run of another called it';

/** Whether the account has consented, by an approval and by a run of its own. */
function consentOf(deeds: readonly Deed[]): { approved: boolean; ranBefore: boolean } {
  let [approved, ranBefore] = [false, false];
  for (const deed of deeds) {
    if (deed === 'approved it') approved = true;
    if (deed === 'ran it full') ranBefore = true;
    if (deed === 'revoked that' || deed === 'its level changed') [approved, ranBefore] = [false, false];
  }
  return { approved, ranBefore };
}

/** The ways to start: a new run; becoming the Actor; a run of it that has finished, at the level that it had. */
export type Way = 'run' | 'metamorph' | 'resurrect';

/** Who asks. Those that act for the account may do what it may, but for the limited run; `scoped`: a token that may run Actors and write runs. */
export type Caller = 'session' | 'token' | 'scoped' | 'schedule' | 'webhook' | 'limited run' | 'full run' | 'nobody';

export interface PlannedStart {
  caller: Caller;
  way: Way;
  /** Whether a task of the account is run, and not the Actor itself. */
  isOfTask: boolean;
  /** The level that the Actor declares, that its default options force, and that this start forces or the finished run had; null: none. */
  declares: Level | null;
  optionsSay: Level | null;
  asks: Level | null;
  /** Whose the Actor is: the account's; somebody's, open to all; or somebody's who gave the account the right to run it. */
  ownership: 'own' | 'public' | 'shared';
  deeds: readonly Deed[];
  skips: boolean;
  alwaysLimited: boolean;
}

/** The level of the run that comes of it, or the refusal in the API's words. */
export type Outcome = Level | 'not-approved' | 'cannot-elevate' | 'insufficient' | 'not-found' | 'no-token';

export function outcomeOf(start: PlannedStart): Outcome {
  const refusal = refusalOfRights(start);
  if (refusal) return refusal;
  const { declares, optionsSay, asks, caller, way } = start;
  const wanted = (way === 'metamorph' ? null : asks) ?? optionsSay ?? declares ?? 'full';
  const toBe = start.alwaysLimited ? 'limited' : wanted;
  const callerLevel = caller === 'limited run' ? 'limited' : caller === 'full run' ? 'full' : null;
  const own = start.ownership === 'own';
  if (mayStart({ caller: callerLevel, toBe, own, ...consentOf(start.deeds), skips: start.skips })) return toBe;
  return callerLevel === 'limited' ? 'cannot-elevate' : 'not-approved';
}

/** What is refused before the level matters. */
function refusalOfRights(start: PlannedStart): Outcome | null {
  const { caller, way, ownership, declares, optionsSay } = start;
  // Who may not see a task is told that there is none.
  if (start.isOfTask && (caller === 'nobody' || caller === 'limited run')) return 'not-found';
  if (way !== 'run' && caller === 'nobody') return 'insufficient';
  // Resurrecting is writing a run, which a limited one may not.
  if (way === 'resurrect' && caller === 'limited run') return 'insufficient';
  // An Actor that one may see is refused; another is not there.
  const unseen: Outcome = ownership === 'public' ? 'insufficient' : 'not-found';
  if (caller === 'nobody') return unseen;
  if (caller !== 'limited run') return null;
  const isLimited = way === 'metamorph' ? (optionsSay ?? declares) === 'limited' : declares === 'limited';
  return isLimited ? null : unseen;
}
