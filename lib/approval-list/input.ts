/** What callers may ask of the list of consent. */
import { z } from 'zod';

/**
 * How an Actor stands with an account: the rule by which it may run with full permissions; `ceiling`: always limited; `ended`: it may not (any
 * more), since its level changed or the approval was revoked.
 */
export const WHYS = ['approved', 'prior-run', 'own-actor', 'skip-setting', 'ceiling', 'ended'] as const;
export type Why = (typeof WHYS)[number];

export const approvalFilter = z.object({ why: z.enum(WHYS, `must be one of ${WHYS.join(', ')}`).optional() });
