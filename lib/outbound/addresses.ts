/**
 * Which addresses may be reached on somebody else's word: sources of Actors, receivers of webhooks. A worker stands in a network that those who
 * name the addresses do not, so what only that network reaches is refused, unless the operator allows it.
 *
 * A name is looked up once, and what was looked at is what is connected to: a name may mean something else a moment later.
 */
import dns from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { log } from '../log.ts';

/** As connections take it. */
export interface Reachable {
  address: string;
  family: number;
}

/** Why an address is not reached; the message is for whoever named it. */
export class UnreachableAddress extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreachableAddress';
  }
}

/** Why an address is never reached, whatever names come to mean: it is itself of a private network. */
export class PrivateAddress extends UnreachableAddress {
  constructor(host: string) {
    super(`${host} is in a private network; this instance calls only public addresses`);
    this.name = 'PrivateAddress';
  }
}

/** All addresses of a host's name; none where there is no such host. */
export type LookUp = (host: string) => Promise<Reachable[]>;

export interface Reach {
  /** What the operator allows beside public addresses: everything, or single ranges and hosts. */
  allowed: AllowedAddresses;
  lookUp?: LookUp;
}

/** Everything, or names of hosts, addresses, and ranges of them such as `10.0.0.0/8`. */
export type AllowedAddresses = 'all' | readonly string[];

/**
 * The addresses of a URL's host that may be reached. A URL has been read by the platform's parser: short, octal and hexadecimal forms of an
 * address are plain ones by then.
 * Throws UnreachableAddress where there is none, PrivateAddress where there can be none.
 */
export async function reachableAddresses(url: URL, { allowed, lookUp = lookUpHost }: Reach): Promise<Reachable[]> {
  if (!/^https?:$/.test(url.protocol)) throw new UnreachableAddress(`Nothing is reached by ${url.protocol}`);
  assertNotPrivate(url, allowed);
  const host = hostOf(url);
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookUp(host);
  const reachable = isAllowedHost(host, allowed) ? found : found.filter(({ address }) => isReachable(address, allowed));
  if (reachable.length > 0) return reachable;
  // Which of the two it is would tell whoever names one host after the other what there is in the network of the worker. The operator may know.
  log().info({ host, why: found.length === 0 ? 'not found' : 'in a private network' }, 'a host was not reached');
  throw new UnreachableAddress(
    `The host ${host} is not reached from here: it was not found, or is in a private network`,
  );
}

/**
 * What can be said of a URL's host without looking it up: an address says itself where it is, and so does `localhost`. Other names pass.
 * Throws PrivateAddress.
 */
export function assertNotPrivate(url: URL, allowed: AllowedAddresses): void {
  const host = hostOf(url);
  const meant = isIP(host) ? [host] : LOCALHOST.test(host) ? ['127.0.0.1', '::1'] : [];
  if (meant.length === 0 || isAllowedHost(host, allowed)) return;
  if (!meant.some((address) => isReachable(address, allowed))) throw new PrivateAddress(host);
}

/** Source: RFC 6761, section 6.3. */
const LOCALHOST = /^(.+\.)?localhost\.?$/;

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

const isAllowedHost = (host: string, allowed: AllowedAddresses): boolean =>
  allowed !== 'all' && allowed.includes(host.replace(/\.$/, ''));

const lookUpHost: LookUp = (host) => dns.lookup(host, { all: true }).catch(() => []);

function isReachable(text: string, allowed: AllowedAddresses): boolean {
  if (allowed === 'all') return true;
  // A zone says through which of the machine's own networks.
  if (text.includes('%') || !ipaddr.isValid(text)) return false;
  // An IPv4 address that is written as an IPv6 one is told as what it is.
  const address = ipaddr.process(text);
  return isPublic(address) || allowed.some((entry) => isWithin(address, rangeOf(entry)));
}

/** null for the name of a host. */
function rangeOf(entry: string): Range | null {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!isIP(entry)) return null;
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Neither of a private or special network, nor one that wraps such an address: 6to4, Teredo, NAT64. */
const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST));

const isWithin = (address: Address, range: Range | null): boolean =>
  range !== null && address.kind() === range[0].kind() && address.match(range);
