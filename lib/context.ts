/** What a use-case knows of the request that it serves: who sent it, as evidence, and from where. */
import type { Via } from './vocabulary.ts';

/** Evidence of who asks, as digests; the secret itself goes no further than the door. */
export type Credential =
  | { kind: 'none' }
  | { kind: 'token'; digest: Buffer }
  | { kind: 'session'; digest: Buffer }
  | { kind: 'run'; digest: Buffer };

export interface Ctx {
  credential: Credential;
  requestId: string;
  via: Via;
  ipAddress: string | null;
  userAgent: string | null;
}
