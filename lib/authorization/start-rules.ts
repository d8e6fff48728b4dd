/**
 * The table of rules about starting a run at a level, beside the right to run the Actor. Source: access-rules 4 and 5.
 *
 * Each row of section 5 lifts the need for approval; the two forbids beat them all.
 */
import type { Rule, StartFacts } from './types.ts';

const isFull = ({ effectiveLevel }: StartFacts) => effectiveLevel === 'FULL_PERMISSIONS';

const LIFTS: readonly Rule<StartFacts, 'start'>[] = [
  {
    // A: limited Actors need no approval, nor does one that is forced down for this run.
    ...{ id: 'limited', effect: 'permit', of: ['start'] },
    when: (facts) => !isFull(facts),
  },
  {
    // A: nobody is asked about an Actor of their own.
    ...{ id: 'own-actor', effect: 'permit', of: ['start'] },
    when: ({ isOwnActor }) => isOwnActor,
  },
  {
    // A: approved once, until its level changes.
    ...{ id: 'approved', effect: 'permit', of: ['start'] },
    when: ({ isApproved }) => isApproved,
  },
  {
    // A: "Actors that you have run before".
    ...{ id: 'prior-run', effect: 'permit', of: ['start'] },
    when: ({ hasPriorRun }) => hasPriorRun,
  },
  {
    // A: what an Actor with full permissions calls needs no approval of its own: the caller could do it all itself.
    ...{ id: 'called-by-full', effect: 'permit', of: ['start'] },
    when: ({ callerLevel }) => callerLevel === 'FULL_PERMISSIONS',
  },
  {
    // A, "Skip approval".
    ...{ id: 'skip-setting', effect: 'permit', of: ['start'] },
    when: ({ skipsApproval }) => skipsApproval,
  },
];

export const START_RULES: readonly Rule<StartFacts, 'start'>[] = [
  ...LIFTS,
  {
    // A: full access takes a human yes.
    ...{ id: 'full-not-approved', effect: 'forbid', of: ['start'] },
    when: (facts, asked) => !LIFTS.some((lift) => lift.when(facts, asked)),
  },
  {
    // P: a limited Actor reaches nothing through another one.
    ...{ id: 'limited-cannot-elevate', effect: 'forbid', of: ['start'] },
    when: (facts) => facts.callerLevel === 'LIMITED_PERMISSIONS' && isFull(facts),
  },
];
