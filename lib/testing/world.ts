/** A world of named people for tests: each has an account of its own, an API token and a session. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ApifyClient } from 'apify-client';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect } from 'vitest';
import { closeDatabase, pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { insertAccount } from '../account/queries.ts';
import { buildServer } from '../api/server.ts';
import { sessionCredential, tokenCredential } from '../authentication/credential.ts';
import type { Credential, Ctx } from '../context.ts';
import { createId, createToken } from '../ids.ts';
import { insertSession } from '../session/queries.ts';
import { insertToken } from '../token/queries.ts';
import { flushUsage } from '../usage/record.ts';
import { checkContract, contractViolations } from './contract.ts';

export interface Person {
  id: string;
  username: string;
  token: string;
  tokenId: string;
  /** As a person in the Console. */
  session: Ctx;
  /** As a program with the person's token. */
  api: Ctx;
  client: ApifyClient;
}

let server: FastifyInstance | undefined;
let url = '';

/** The API's address while the tests of a file run. */
export const apiUrl = () => url;

/** Starts the API for the tests of a file and holds its answers against the official description. */
export function serveApi(): void {
  beforeAll(async () => {
    const port = await freePort();
    // Before anything reads the settings: links are made for this address.
    url = `http://127.0.0.1:${port}`;
    process.env.API_URL = url;
    server = await buildServer();
    checkContract(server);
    await server.listen({ port, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await server?.close();
    await flushUsage();
    await closeDatabase();
    expect([...new Set(contractViolations)]).toEqual([]);
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

export const context = (credential: Credential, via: Ctx['via'] = 'CONSOLE'): Ctx => ({
  credential,
  requestId: 'test',
  via,
  ipAddress: '127.0.0.1',
  userAgent: 'test',
});

export const anonymous = context({ kind: 'none' }, 'API');

let people = 0;

/** Makes a person. The name is a hint: usernames stay unique over all tests. */
export async function person(name: string, options: { isOperator?: boolean } = {}): Promise<Person> {
  const username = `${name}-${++people}-${createId().slice(0, 5).toLowerCase()}`;
  const token = createToken();
  return transaction(async (tx) => {
    const account = {
      username,
      email: `${username}@example.com`,
      name,
      passwordHash: null,
      isOperator: options.isOperator ?? false,
    };
    const inserted = await insertAccount(tx, account);
    if ('taken' in inserted) throw new Error(`${inserted.taken} is taken`);
    const tokenId = await insertToken(tx, { accountId: inserted.id, token, description: 'test', expiresAt: null });
    const session = await insertSession(tx, context({ kind: 'none' }), inserted.id);
    return {
      id: inserted.id,
      username,
      token,
      tokenId,
      session: context(sessionCredential(session.secret)),
      api: context(tokenCredential(token), 'API'),
      client: client(token),
    };
  });
}

/** An official client; without a token, a stranger's. */
export function client(token?: string): ApifyClient {
  return new ApifyClient({ baseUrl: url, publicBaseUrl: url, ...(token && { token }), maxRetries: 0 });
}

/** The latest audit row of an account. */
export async function lastAudit(
  accountId: string,
): Promise<{ event: string; because: string[]; detail: Record<string, unknown> } | undefined> {
  const { rows } = await pool().query(
    'SELECT event, because, detail FROM audit_events WHERE account_id = $1 ORDER BY sequence DESC LIMIT 1',
    [accountId],
  );
  return rows[0];
}

/** A plain request: the status, the headers and the body as text, with its JSON where it is some. */
export async function call(path: string, options: RequestInit & { token?: string } = {}) {
  const headers = new Headers(options.headers);
  if (options.token) headers.set('authorization', `Bearer ${options.token}`);
  const response = await fetch(new URL(path, url), { ...options, headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json;');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  };
}

/** Another session of a person's, as in another browser. */
export async function sessionOf(of: Person): Promise<Ctx> {
  const session = await transaction((tx) => insertSession(tx, context({ kind: 'none' }), of.id));
  return context(sessionCredential(session.secret));
}

/** How use-cases are told of one thing, by its id. */
export const byId = (id: string) => ({ by: 'id' as const, id });
