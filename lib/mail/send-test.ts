import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { createId } from '../ids.ts';
import { consolePath } from '../paths.ts';
import { consoleUrl } from '../urls.ts';
import { isMailSetUp, MailError, sendMail } from './mailer.ts';
import { letter } from './text.ts';

/**
 * Sends the operator a mail, and gives the address that it went to.
 * Errors: `insufficient-permissions`, `invalid-request` where no server takes mail, or with what it said against this one.
 */
export async function sendTestMail(ctx: Ctx): Promise<string> {
  const { account } = await authorizeAccount(ctx, 'operate');
  if (!isMailSetUp()) throw new ApiError('invalid-request', 'Mail is not set up: set SMTP_URL and MAIL_FROM');
  const body = letter({
    paragraphs: ['Mail works: this was sent from the Console at your request.'],
    action: null,
    footer: {
      text: 'Gatehouse, to its operator.',
      ...{ label: 'Workers and mail', url: consoleUrl(consolePath.workers()) },
    },
  });
  try {
    await sendMail({ id: createId(), to: account.email, subject: 'Test mail from Gatehouse', ...body });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    throw new ApiError('invalid-request', `The mail server did not take it: ${error.message}`);
  }
  return account.email;
}
