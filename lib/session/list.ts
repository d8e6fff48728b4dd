import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { selectSessions } from './queries.ts';

export interface SessionView {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  isThisOne: boolean;
}

/** Lists the account's open sessions. Errors: as `authorizeAccount`. */
export async function listSessions(ctx: Ctx): Promise<SessionView[]> {
  const proof = await authorizeAccount(ctx, 'read-settings');
  const { principal } = proof;
  const sessions = await selectSessions(proof);
  return sessions.map((session) => ({
    ...session,
    isThisOne: principal.kind === 'session' && principal.sessionId === session.id,
  }));
}
