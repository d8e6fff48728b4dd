import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { countMails, type MailCounts } from './queries.ts';

export interface MailStateView {
  /** null where no server takes mail. Never its password. */
  server: { host: string; port: number; from: string } | null;
  counts: MailCounts;
}

/** How mail stands on this instance, for the operator. Errors: `token-not-provided`, `insufficient-permissions`. */
export async function getMailState(ctx: Ctx): Promise<MailStateView> {
  const proof = await authorizeAccount(ctx, 'operate');
  const { mail } = env();
  return {
    server: mail ? { host: mail.host, port: mail.port, from: mail.from.address } : null,
    counts: await countMails(proof),
  };
}
