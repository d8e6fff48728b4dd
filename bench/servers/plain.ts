/** The cheapest answer that Node gives: a constant, from `node:http` alone. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from './answering.ts';

const body = JSON.stringify({ error: { type: 'token-not-provided', message: 'An authentication token is needed' } });

const server = http.createServer((_request, response) => {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.end(body);
});

server.listen(0, '127.0.0.1', () => answerParent((server.address() as AddressInfo).port));
process.once('SIGTERM', () => process.exit(0));
