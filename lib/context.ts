/** What a use-case knows of the request that it serves: who sent it, as evidence, and from where. */
import type { Via } from './vocabulary.ts';

/**
 * Evidence of who asks, as digests; the secret itself goes no further than the door. A schedule shows no secret: only the worker that fires
 * it can speak for it, and no door lets one in.
 */
export type Credential =
  | { kind: 'none' }
  | { kind: 'token'; digest: Buffer }
  | { kind: 'session'; digest: Buffer }
  | { kind: 'run'; digest: Buffer }
  | { kind: 'webhook'; digest: Buffer }
  | { kind: 'schedule'; id: string };

export interface Ctx {
  credential: Credential;
  requestId: string;
  via: Via;
  ipAddress: string | null;
  userAgent: string | null;
}
