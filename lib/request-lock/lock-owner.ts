/**
 * Whose a lock is.
 *
 * Source: the official description, "Prolong request lock": a lock may be prolonged or deleted with the client key that it was taken with,
 * or from the same run. Where neither is given the credential stands for the client, so that two clients without keys cannot undo each
 * other's locks and each can still undo its own.
 */
import type { Principal } from '../authorization/types.ts';

/** Either of the two is enough to own a lock; null never is. `holder`: the kind of a principal and its id. */
export interface LockOwner {
  clientKey: string | null;
  holder: string | null;
}

export function lockOwnerOf(principal: Principal, clientKey: string | null): LockOwner {
  return { clientKey, holder: clientKey === null ? credentialOf(principal) : null };
}

function credentialOf(principal: Principal): string | null {
  switch (principal.kind) {
    case 'token':
      return `token:${principal.tokenId}`;
    case 'session':
      return `session:${principal.sessionId}`;
    case 'run':
      return `run:${principal.runId}`;
    case 'anonymous':
      return null;
  }
}
