/** Requests to addresses that somebody else named. */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { type Reach, reachableAddresses } from './addresses.ts';

export interface OutboundRequest {
  method?: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** Ends the request, whatever it is at. */
  signal: AbortSignal;
  /** For the connection, and for each pause of the other side; none without it. */
  silentMillis?: number;
  ignoresCertificate?: boolean;
}

/**
 * Sends one request; redirects are answers like any other. The connection is this request's own, to the very addresses that were looked at.
 * Throws UnreachableAddress, or what the connection failed with.
 */
export async function sendOutbound(url: URL, request: OutboundRequest, reach: Reach): Promise<IncomingMessage> {
  const addresses = await reachableAddresses(url, reach);
  const { method = 'GET', headers, body, signal, silentMillis, ignoresCertificate = false } = request;
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      ...{ method, headers, signal },
      // A pooled connection may lead to what somebody else was allowed to reach.
      agent: false,
      ...(silentMillis !== undefined && { timeout: silentMillis }),
      ...(ignoresCertificate && { rejectUnauthorized: false }),
      lookup: (_host, options, found) => {
        const [first] = addresses;
        if (options.all) found(null, addresses);
        else if (first) found(null, first.address, first.family);
      },
    });
    sent.on('response', resolve);
    sent.on('timeout', () => sent.destroy(new Error('it does not answer')));
    sent.on('error', reject);
    sent.end(body);
  });
}
