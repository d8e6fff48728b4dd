/** Hostile addresses against sockets that really listen: none of them is connected to. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertNotPrivate, type LookUp, PrivateAddress, type Reach, UnreachableAddress } from './addresses.ts';
import { sendOutbound } from './request.ts';

let port = 0;
let connectionCount = 0;
const servers: { close: () => unknown }[] = [];

beforeAll(async () => {
  // Every address of this machine, of both families.
  const all = createSocketServer(() => connectionCount++).listen({ port: 0, host: '::' });
  await once(all, 'listening');
  port = (all.address() as AddressInfo).port;
  servers.push(all);
});
afterAll(() => {
  for (const server of servers) server.close();
});

const send = (address: string, reach: Partial<Reach> = {}) =>
  sendOutbound(
    new URL(address),
    { method: 'POST', headers: {}, body: '{}', signal: AbortSignal.timeout(2_000) },
    { allowed: [], ...reach },
  );

/** The ways to write an IPv4 address. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const octal = (value: number) => `0${value.toString(8)}`;
  const groups = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  return [
    ...[address, `${address}.`, String(whole), hex(whole), octal(whole), `${a}.${(b << 16) | (c << 8) | d}`],
    ...[`${a}.${b}.${(c << 8) | d}`, [a, b, c, d].map(hex).join('.'), [a, b, c, d].map(octal).join('.')],
    ...[`${hex(a)}.${b}.${octal(c)}.${d}`, `[::ffff:${address}]`, `[::ffff:${groups}]`, `[::${groups}]`],
    ...[`[64:ff9b::${groups}]`, `[64:ff9b:1::${groups}]`, `[2002:${groups}::]`, `[2002:${groups}::1]`],
    ...[`[::ffff:0:${groups}]`, `[2001:0:${groups}::1]`, `[0:0:0:0:0:ffff:${groups}]`],
  ];
}

const OWN = Object.values(networkInterfaces()).flatMap((of) => (of ?? []).filter(({ family }) => family === 'IPv4'));
const HOSTILE_IPV4 = [
  ...['127.0.0.1', '127.1.2.3', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.1', '169.254.169.254', '169.254.170.2', '100.64.0.1', '100.100.100.200', '192.0.0.192'],
  ...['198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.2.1', '198.51.100.1', '203.0.113.1'],
];
const HOSTILE_IPV6 = [
  ...['::', '::1', '0:0:0:0:0:0:0:1', 'fd00::1', 'fd00:ec2::254', 'fc00::1', 'fe80::1', 'fec0::1', 'ff02::1'],
  ...['100::1', '2001:db8::1', '3fff::1', '5f00::1', '4000::1', '2001:10::1', '2001:20::1', '2001:2::1'],
];
const NAMES = [
  ...['localhost', 'LOCALHOST', 'localhost.', 'anything.localhost', 'ip6-localhost', 'metadata', 'rebound.example'],
  ...['127.0.0.1.nip.example', 'loopback.example.', 'xn--bcher-kva.example', 'user:password@localhost'],
];
const FULL_WIDTH = ['１２７.0.0.1', '127。0。0。1', '①②⑦.0.0.1'];

test('no address of a private or special network is connected to, however it is written', async () => {
  const targets = [
    ...HOSTILE_IPV4.flatMap(spellings),
    ...OWN.filter(({ internal }) => internal).flatMap(({ address }) => spellings(address)),
    ...HOSTILE_IPV6.map((address) => `[${address}]`),
    ...[...NAMES, ...FULL_WIDTH],
  ].flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/`]);
  const lookedUp: LookUp = async (host) => [
    { address: host.startsWith('x') ? '::1' : host.startsWith('l') ? '::ffff:127.0.0.1' : '127.0.0.1', family: 4 },
  ];
  const reached: string[] = [];
  for (const target of targets) {
    // What is no URL is refused before.
    if (!URL.canParse(target)) continue;
    const problem = await send(target, { lookUp: lookedUp }).then(
      () => 'answered',
      (error: unknown) => (error instanceof UnreachableAddress ? null : String(error)),
    );
    if (problem) reached.push(`${target}: ${problem}`);
  }
  expect(reached).toEqual([]);
  expect(targets.filter((target) => URL.canParse(target)).length).toBeGreaterThan(600);
  expect(connectionCount).toBe(0);
});

test('the addresses of this machine by the names that its own resolver knows are not connected to', async () => {
  for (const host of ['localhost', 'localhost.', 'ip6-localhost']) {
    await expect(send(`http://${host}:${port}/`)).rejects.toThrow(UnreachableAddress);
  }
  expect(connectionCount).toBe(0);
});

test.each(['http://[fe80::1%25eth0]/', 'http://[fe80::1%eth0]/', 'http://256.1.1.1/', 'http://1.2.3.4.5/'])(
  '%s is no address at all',
  (address) => expect(URL.canParse(address)).toBe(false),
);

test('an address that is itself of a private network is told as that, with nothing looked up', () => {
  const addresses = [
    ...HOSTILE_IPV4.flatMap(spellings),
    ...HOSTILE_IPV6.map((address) => `[${address}]`),
    ...['localhost', 'LOCALHOST', 'localhost.', 'anything.localhost', ...FULL_WIDTH],
  ]
    .map((host) => `http://${host}:${port}/`)
    .filter((address) => URL.canParse(address));
  const passing = addresses.filter((address) => {
    try {
      assertNotPrivate(new URL(address), []);
      return true;
    } catch (error) {
      return !(error instanceof PrivateAddress);
    }
  });
  expect(passing).toEqual([]);
  expect(addresses.length).toBeGreaterThan(300);
  expect(() => assertNotPrivate(new URL('http://192.168.1.10/'), [])).toThrow(
    '192.168.1.10 is in a private network; this instance calls only public addresses',
  );
});

test.each<[string, 'all' | string[]]>([
  ['http://1.1.1.1/', []],
  ['http://[2606:4700::1111]/', []],
  ['http://intranet.example/', []],
  ['http://localhost.example/', []],
  ['http://notlocalhost/', []],
  ['http://192.168.1.10/', 'all'],
  ['http://192.168.1.10/', ['192.168.0.0/16']],
  ['http://localhost/', ['localhost']],
  ['http://localhost/', ['127.0.0.1']],
  ['http://localhost/', ['::1']],
])('%s passes where %j is allowed', (address, allowed) => {
  expect(() => assertNotPrivate(new URL(address), allowed)).not.toThrow();
});

test('other schemes are not spoken', async () => {
  for (const scheme of ['ftp', 'gopher', 'ws']) {
    await expect(send(`${scheme}://127.0.0.1:${port}/`)).rejects.toThrow(UnreachableAddress);
  }
  expect(connectionCount).toBe(0);
});

async function answering(host: string, at: number, answer: (server: Server) => void): Promise<{ count: () => number }> {
  const server = createServer();
  let count = 0;
  server.on('connection', () => count++);
  answer(server);
  server.listen({ port: at, host });
  await once(server, 'listening');
  servers.push(server);
  return { count: () => count };
}

test('what was looked at is what is connected to, whatever the name means a moment later', async () => {
  const allowed = await answering('127.0.0.2', 0, (server) => server.on('request', (_, response) => response.end()));
  const at = (servers.at(-1) as Server).address() as AddressInfo;
  const hostile = await answering('127.0.0.3', at.port, () => {});
  let lookUps = 0;
  const lookUp: LookUp = async () => [{ address: ++lookUps === 1 ? '127.0.0.2' : '127.0.0.3', family: 4 }];
  const response = await send(`http://rebinding.example:${at.port}/`, { allowed: ['127.0.0.2'], lookUp });
  expect(response.statusCode).toBe(200);
  expect(lookUps).toBe(1);
  // And of several addresses only those that may be reached.
  const both: LookUp = async () => ['127.0.0.3', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  expect((await send(`http://both.example:${at.port}/`, { allowed: ['127.0.0.2/32'], lookUp: both })).statusCode).toBe(
    200,
  );
  expect([allowed.count(), hostile.count()]).toEqual([2, 0]);
});

test('a redirect is an answer, and is not followed', async () => {
  const redirecting = await answering('127.0.0.4', 0, (server) =>
    server.on('request', (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end()),
  );
  const at = (servers.at(-1) as Server).address() as AddressInfo;
  const response = await send(`http://127.0.0.4:${at.port}/`, { allowed: ['127.0.0.4'] });
  expect(response.statusCode).toBe(307);
  expect([redirecting.count(), connectionCount]).toEqual([1, 0]);
});

test('the operator may allow a host by its name, and ranges of addresses, and nothing else comes with them', async () => {
  const allowed = ['hooks.internal', '127.0.0.4/31', '::1'];
  const lookUp: LookUp = async () => [{ address: '127.0.0.1', family: 4 }];
  const outcome = (address: string) =>
    send(address, { allowed, lookUp }).then(
      () => 'reached',
      (error: Error) => (error instanceof UnreachableAddress ? 'refused' : 'reached'),
    );
  // Nothing listens there: what is reached fails in another way.
  expect(await outcome('http://hooks.internal:9/')).toBe('reached');
  expect(await outcome('http://127.0.0.5:9/')).toBe('reached');
  expect(await outcome('http://[::1]:9/')).toBe('reached');
  expect(await outcome('http://other.internal:9/')).toBe('refused');
  expect(await outcome('http://hooks.internal.example:9/')).toBe('refused');
  expect(await outcome('http://127.0.0.6:9/')).toBe('refused');
  expect(await outcome('http://[::ffff:127.0.0.1]:9/')).toBe('refused');
});

test('the sockets that nothing has come to were there all the while', async () => {
  const ways = ['http://127.0.0.1', 'http://2130706433', 'http://[::1]', 'http://[::ffff:127.0.0.1]', 'https://0x7f.1'];
  expect(connectionCount).toBe(0);
  await Promise.all(
    ways.map((way) =>
      sendOutbound(
        new URL(`${way}:${port}/`),
        { headers: {}, signal: AbortSignal.timeout(300) },
        { allowed: 'all' },
      ).catch(() => {}),
    ),
  );
  expect(connectionCount).toBe(ways.length);
});

test('whether a host is there is not told apart from that it is in a private network', async () => {
  const told = (lookUp: LookUp): Promise<string> =>
    send('http://intranet.example/', { lookUp }).then(
      () => 'answered',
      (error: Error) => error.message,
    );
  const [missing, hidden] = [await told(async () => []), await told(async () => [{ address: '10.0.0.1', family: 4 }])];
  expect(missing).toBe(
    'The host intranet.example is not reached from here: it was not found, or is in a private network',
  );
  expect(hidden).toBe(missing);
  await expect(send('http://host.invalid/')).rejects.toThrow(missing.replace('intranet.example', 'host.invalid'));
});
