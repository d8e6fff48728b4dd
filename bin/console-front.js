/**
 * Loaded ahead of the Console (`node --import bin/console-front.js …`): forgets what a visitor claims of the way here, and leads browsers to
 * the smaller of its files.
 *
 * Next believes `X-Forwarded-*` headers from anyone, so a visitor could choose the address that guesses are counted by. Unless the operator
 * says that a proxy sets them (`TRUST_PROXY=true`), they are dropped, and Next fills in the address of the connection.
 */
import { subscribe } from 'node:diagnostics_channel';
import path from 'node:path';
import { assetFront } from './compressed-assets.js';

const HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded'];

const leadToSmaller = assetFront(path.join(import.meta.dirname, '..', '.next'));
subscribe('http.server.request.start', ({ request, response }) => leadToSmaller(request, response));

if (process.env.TRUST_PROXY !== 'true') {
  subscribe('http.server.request.start', (message) => {
    for (const name of HEADERS) delete message.request.headers[name];
  });
}
