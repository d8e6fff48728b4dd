import ipaddr from 'ipaddr.js';

/** What attempts from an address are counted by. One customer's IPv6 network is one visitor: it has more addresses than there are guesses. */
export function addressKey(ipAddress: string | null): string {
  if (ipAddress === null || !ipaddr.isValid(ipAddress)) return 'unknown';
  const address = ipaddr.process(ipAddress);
  if (address.kind() === 'ipv4') return address.toString();
  return `${address.toByteArray().slice(0, 8).join('.')}/64`;
}
