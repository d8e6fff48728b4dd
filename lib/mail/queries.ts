/** Counts of mails, for the operator. */
import { pool } from '../../db/client.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';

/** Of the last day. `waiting`: not yet taken by the server; `failed`: given up. */
export interface MailCounts {
  sent: number;
  waiting: number;
  failed: number;
}

export async function countMails(_proof: AuthorizedAccount<'operate'>): Promise<MailCounts> {
  const of = (state: string) => `count(*) FILTER (WHERE mail_state = '${state}')`;
  const { rows } = await pool().query<MailCounts>(
    `SELECT ${of('SENT')} AS sent, ${of('WAITING')} AS waiting, ${of('FAILED')} AS failed
     FROM notifications WHERE mail_state <> 'NONE' AND mail_decided_at > now() - interval '1 day'`,
  );
  return rows[0] ?? { sent: 0, waiting: 0, failed: 0 };
}
