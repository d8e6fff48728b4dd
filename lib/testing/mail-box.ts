/** A mail server of our own, that keeps what it is given. */
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope. */
  from: string;
  to: string[];
  raw: string;
  /** Of all header lines, in lower case. */
  headerNames: string[];
  /** A header's value, decoded; null where there is none. */
  header: (name: string) => string | null;
  text: string;
  html: string;
}

export interface MailBox {
  mails: ReceivedMail[];
  /** An address for which it takes no mail. */
  refuse: string | null;
  /** While it is true, mails are taken in and not answered; `stalled` counts them. */
  isStalled: boolean;
  stalled: number;
  close: () => Promise<void>;
}

/** Takes mail on a port of this machine from who knows the password. */
export async function openMailBox(port: number, login: { user: string; password: string }): Promise<MailBox> {
  const box: MailBox = { mails: [], refuse: null, isStalled: false, stalled: 0, close: async () => {} };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login.user && password === login.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('Wrong user or password'), { responseCode: 535 })),
    onRcptTo: ({ address }, _session, done) =>
      address === box.refuse ? done(Object.assign(new Error('No such mailbox'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (box.isStalled) {
          box.stalled++;
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const to = rcptTo.map(({ address }) => address);
        box.mails.push({ from, to, ...parsed(Buffer.concat(parts).toString()) });
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  box.close = () => new Promise((resolve) => server.close(resolve));
  return box;
}

function parsed(raw: string) {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name: string) => {
    const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}: `));
    return line === undefined ? null : decodedWords(line.slice(name.length + 2));
  };
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const parts = body.join('\r\n\r\n').split(`--${boundary}`);
  const part = (type: string) => decodedPart(parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? '');
  return {
    ...{ raw, header, headerNames: lines.map((line) => (line.split(':')[0] ?? '').toLowerCase()) },
    ...{ text: part('text/plain'), html: part('text/html') },
  };
}

/** Source: RFC 2047. */
function decodedWords(value: string): string {
  return value.replace(/\?=\s+=\?/g, '?==?').replace(/(=\?UTF-8\?[QB]\?[^?]*\?=)+/gi, (words) => {
    const bytes = [...words.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi)].map(([, encoding, text = '']) =>
      encoding?.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quoted(text.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString();
  });
}

function decodedPart(part: string): string {
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (/transfer-encoding: quoted-printable/i.test(head)) return quoted(body.replace(/=\r\n/g, '')).toString();
  return body;
}

const quoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
