import { log } from '../log.ts';
import { MailError, sendMail } from '../mail/mailer.ts';
import { notificationView } from '../notification/view.ts';
import { saveMailState, selectToMail } from './queries.ts';
import { notificationMail } from './write.ts';

/**
 * Sends the mail about a notification, unless it has been sent or nobody wants it any more. Where a worker ends between sending and noting
 * that, it is sent once more, under the same Message-ID.
 * Throws where it is worth another attempt; `isLast`: there is none, so it is given up.
 */
export async function sendNotificationMail(notificationId: string, isLast: boolean): Promise<void> {
  const row = await selectToMail(notificationId);
  const view = row && notificationView(row);
  // What is not shared any more is nothing to tell of.
  if (!row || !view || (view.kind === 'shared' && !view.shared)) return saveMailState(notificationId, 'NONE');
  try {
    await sendMail(notificationMail(view, row.email));
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const isGivenUp = isLast || error.isFinal;
    log().warn({ notificationId, code: error.code, isGivenUp }, 'a mail could not be sent');
    if (!isGivenUp) throw error;
    return saveMailState(notificationId, 'FAILED');
  }
  await saveMailState(notificationId, 'SENT');
}
