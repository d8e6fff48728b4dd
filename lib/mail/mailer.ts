/** Sends mail through the server that the operator has set. The one module that knows SMTP. */
import nodemailer, { type Transporter } from 'nodemailer';
import { env } from '../env.ts';

export interface Mail {
  /** Same for a mail that is sent again, so that a mailbox can tell it is the same one. Letters and digits. */
  id: string;
  /** One address. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Whether there is a server that takes mail. */
export const isMailSetUp = (): boolean => env().mail !== undefined;

/** Why a mail was not taken. `isFinal`: this address is refused for good, so that trying again is of no use. */
export class MailError extends Error {
  readonly code: string;
  readonly isFinal: boolean;

  constructor(error: unknown) {
    const { code, responseCode, message } = (error ?? {}) as { code?: string; responseCode?: number; message?: string };
    super(message ?? 'The mail was not taken');
    this.name = 'MailError';
    this.code = [code, responseCode].filter(Boolean).join(' ') || 'unknown';
    this.isFinal = code === 'EENVELOPE' && (responseCode ?? 0) >= 500;
  }
}

/** Resolves when the server has taken the mail. Errors: `MailError`. Throws where no server is set. */
export async function sendMail({ id, to, subject, text, html }: Mail): Promise<void> {
  const settings = env().mail;
  if (!settings) throw new Error('No mail server is set');
  const transport = transporter();
  try {
    await transport.sendMail({
      ...{ from: settings.from, to: { name: '', address: to }, subject, text, html },
      messageId: `<${id}@${new URL(env().consoleUrl).hostname}>`,
      // So that nobody's absence note answers. Source: RFC 3834.
      headers: { 'Auto-Submitted': 'auto-generated' },
      // What is sent is the texts above: nothing is read from files or addresses.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  } catch (error) {
    throw new MailError(error);
  } finally {
    transport.close();
  }
}

function transporter(): Transporter {
  const settings = env().mail;
  if (!settings) throw new Error('No mail server is set');
  const { host, port, isSecure, user } = settings;
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host);
  return nodemailer.createTransport({
    ...{ host, port, secure: isSecure },
    ...(user && { auth: { user: user.name, pass: user.password } }),
    // A password never goes over a network in the open. On this machine there is no network, and seldom a certificate that anyone signed.
    ...{ requireTLS: user !== undefined && !isHere && !isSecure, ignoreTLS: isHere && !isSecure },
    ...{ connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 },
  });
}
