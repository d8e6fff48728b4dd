/** What callers may ask of the list of consent. */
import { z } from 'zod';

/**
 * How an Actor stands with an account: the rule by which it may run with full permissions; `waits`: it asks for full permissions again after its
 * level changed, and cannot start until somebody answers; `ceiling`: always limited; `ended`: it may not any more, since the account took the
 * approval back, or since it asks for limited permissions only.
 */
export const WHYS = ['waits', 'approved', 'prior-run', 'own-actor', 'skip-setting', 'ceiling', 'ended'] as const;
export type Why = (typeof WHYS)[number];

export const approvalFilter = z.object({ why: z.enum(WHYS, `must be one of ${WHYS.join(', ')}`).optional() });
