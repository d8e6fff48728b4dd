/**
 * Sends mail about notifications.
 *
 * Context: notifications are written by many statements, some of them on the edge of a refused request, where nothing may be waited for.
 * Choice: a trigger tells of every new row, and one loop decides which of them are worth a mail. The decision and the job that sends it are
 * one transaction, so that no mail is lost with a worker and none is asked for twice. What is not heard is found by looking.
 */
import { transaction } from '../../db/transaction.ts';
import { sendJob, takeJobs } from '../job-queue/queries.ts';
import { log } from '../log.ts';
import { isMailSetUp } from '../mail/mailer.ts';
import { decideOnMails, onNotification } from './queries.ts';
import { sendNotificationMail } from './send.ts';

const LOOK_EVERY_MILLIS = 30_000;
const AT_ONCE = 4;

export interface MailWorker {
  /** Gives what is being sent back. */
  stop(): Promise<void>;
}

/** Begins to send mail; null where no server for it is set. */
export async function startMailWorker(): Promise<MailWorker | null> {
  if (!isMailSetUp()) return null;
  let looking: Promise<void> | null = null;
  let isStopped = false;
  let isAskedAgain = false;
  const look = () => {
    isAskedAgain = true;
    if (isStopped) return;
    looking ??= lookUntilDone().finally(() => {
      looking = null;
    });
  };
  const lookUntilDone = async () => {
    while (isAskedAgain && !isStopped) {
      isAskedAgain = false;
      await askForMails().catch((error) => log().error({ err: error }, 'notifications were not looked at for mail'));
    }
  };
  const jobs = await takeJobs('notification-mail', AT_ONCE, ({ notificationId }, { isLast }) =>
    sendNotificationMail(notificationId, isLast),
  );
  const timer = setInterval(look, LOOK_EVERY_MILLIS);
  const listener = await onNotification(look);
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await listener.close();
      await looking;
      await jobs.stop();
    },
  };
}

/** Decides on all notifications that wait for it, and asks for the mails. */
async function askForMails(): Promise<void> {
  while (
    await transaction(async (tx) => {
      const { ids, isMore } = await decideOnMails(tx);
      for (const notificationId of ids) await sendJob(tx, 'notification-mail', { notificationId });
      return isMore;
    })
  );
}
