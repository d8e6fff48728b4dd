/**
 * Which addresses sources may be fetched from: the worker stands in a network that those who make Actors do not, so what only that network
 * reaches is refused, unless the operator allows it. Our own API is reached by its public address, for links to records.
 */
import dns from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { env } from '../../../env.ts';
import { BuildFailure } from '../failure.ts';

export interface Reachable {
  address: string;
  family: number;
}

/** The addresses of a URL's host that may be reached. Throws BuildFailure where there is none. */
export async function reachableAddresses(url: URL): Promise<Reachable[]> {
  if (!/^https?:$/.test(url.protocol)) throw new BuildFailure(`Sources cannot be fetched by ${url.protocol}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await dns.lookup(host, { all: true }).catch(() => {
        throw new BuildFailure(`The host ${host} was not found`);
      });
  const mayBePrivate = env().buildsMayReachPrivateAddresses || url.origin === env().apiUrl;
  const reachable = mayBePrivate ? found : found.filter(({ address }) => isPublic(address));
  if (reachable.length === 0) {
    throw new BuildFailure(`The host ${host} is in a private network, from which no sources are fetched`);
  }
  return reachable;
}

/** `process` tells an IPv4 address that is written as an IPv6 one. */
const isPublic = (address: string) => ipaddr.process(address).range() === 'unicast';
