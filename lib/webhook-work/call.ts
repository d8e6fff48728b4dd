/** One call of a webhook: what is sent where, and what came back. */
import type { IncomingMessage } from 'node:http';
import { env } from '../env.ts';
import { createWebhookToken, digestOf } from '../ids.ts';
import { UnreachableAddress } from '../outbound/addresses.ts';
import { sendOutbound } from '../outbound/request.ts';
import { fillHeaders } from '../webhook/headers.ts';
import { isOwnApi } from '../webhook/own-api.ts';
import { globalsAt } from '../webhook/sample.ts';
import { openedHeaders } from '../webhook/sealed-headers.ts';
import { TemplateError } from '../webhook/template.ts';
import type { DispatchCall } from '../webhook-dispatch/queries.ts';
import { type Delivery, deleteWebhookToken, insertWebhookToken } from './queries.ts';

/** Source: documentation, "Webhook actions": "a timeout of 30 seconds". */
export const TIMEOUT_MILLIS = 30_000;
/** What is kept of an answer. */
const MAX_BODY_BYTES = 4_096;

/** Calls the receiver, with a token of the account where that is our own API. Throws only when `signal` ends it. */
export async function call(delivery: Delivery, signal: AbortSignal): Promise<DispatchCall> {
  const startedAt = new Date();
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLIS)]);
  const outcome = await send(delivery, within).catch((error: unknown) => {
    signal.throwIfAborted();
    return { responseStatus: null, responseBody: null, errorMessage: problemOf(error) };
  });
  return { startedAt: startedAt.toISOString(), finishedAt: new Date().toISOString(), ...outcome };
}

type Outcome = Pick<DispatchCall, 'responseStatus' | 'responseBody' | 'errorMessage'>;

async function send(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
  const url = new URL(delivery.requestUrl);
  const isOwn = isOwnApi(url);
  const { eventType, eventData, resource, createdAt } = delivery;
  const variables = {
    ...{ userId: delivery.accountId, createdAt: createdAt.toISOString(), eventType, eventData, resource },
    globals: globalsAt(createdAt),
  };
  const own = fillHeaders(openedHeaders(delivery.webhookId, delivery), variables, delivery.shouldInterpolateStrings);
  const token = isOwn && carriesToken(delivery, url, own) ? createWebhookToken() : null;
  const digest = token === null ? null : digestOf(token);
  if (digest) await insertWebhookToken(delivery, digest);
  try {
    const request = {
      ...{ method: 'POST' as const, body: delivery.payload, signal },
      headers: {
        ...own,
        ...{ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(delivery.payload)) },
        ...{ 'user-agent': 'Gatehouse webhook', 'x-apify-webhook': 'true', 'x-apify-webhook-dispatch-id': delivery.id },
        ...{ 'x-apify-request-origin': 'WEBHOOK', ...(token !== null && { authorization: `Bearer ${token}` }) },
      },
      // To our own API goes a token of the account: whoever answers there must be who it says.
      ignoresCertificate: delivery.ignoreSslErrors && !isOwn,
    };
    const response = isOwn
      ? await sendToOwnApi(url, request)
      : await sendOutbound(url, request, { allowed: env().webhookAllowedAddresses });
    const responseStatus = response.statusCode ?? 0;
    return { responseStatus, responseBody: await beginning(response), errorMessage: refusalOf(responseStatus) };
  } finally {
    if (digest) await deleteWebhookToken(digest);
  }
}

/** A webhook that says itself as whom it comes comes as nobody else. */
const carriesToken = (delivery: Delivery, url: URL, own: Record<string, string>): boolean =>
  delivery.carriesToken &&
  !Object.hasOwn(own, 'authorization') &&
  !url.searchParams.has('token') &&
  url.username === '' &&
  url.password === '';

const UNCONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Where the address that everyone uses leads nowhere from here, as between containers, the one that programs use is ours as well. */
async function sendToOwnApi(url: URL, request: Parameters<typeof sendOutbound>[1]): Promise<IncomingMessage> {
  try {
    return await sendOutbound(url, request, { allowed: 'all' });
  } catch (error) {
    const { runApiUrl } = env();
    const isUnconnected = error instanceof UnreachableAddress || UNCONNECTED.has(codeOf(error));
    if (!isUnconnected || url.origin === runApiUrl) throw error;
    return sendOutbound(new URL(`${url.pathname}${url.search}`, runApiUrl), request, { allowed: 'all' });
  }
}

/** An error of several addresses has its code in each. */
function codeOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : '';
}

const refusalOf = (status: number): string | null => {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'Redirects are not followed' : `The receiver answered with status ${status}`;
};

/** The beginning of an answer's body, as text that can be kept. What comes after it is not waited for. */
async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      byteCount += chunk.length;
      if (byteCount > MAX_BODY_BYTES) break;
    }
  } catch {
    // The status is there, and that is what counts.
  } finally {
    response.destroy();
  }
  const text = Buffer.concat(chunks)
    .subarray(0, MAX_BODY_BYTES)
    .toString('utf8')
    .toWellFormed()
    .replaceAll('\0', '\ufffd');
  return byteCount > MAX_BODY_BYTES ? `${text.replace(/\ufffd$/, '')}…` : text;
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'The receiver refused the connection',
  ECONNRESET: 'The receiver broke the connection off',
  EPIPE: 'The receiver broke the connection off',
  EHOSTUNREACH: 'The receiver is out of reach',
  ENETUNREACH: 'The receiver is out of reach',
  ETIMEDOUT: 'The receiver did not answer',
  ENOTFOUND: 'The host was not found',
  EAI_AGAIN: 'The host was not found',
  ERR_INVALID_CHAR: 'A header has a character that headers cannot have',
};

/** Words about a failure. Those of the connection itself could repeat the address, which may hold a secret. */
function problemOf(error: unknown): string {
  if (error instanceof UnreachableAddress) return error.message;
  if (error instanceof TemplateError) return `The headers template ${error.message}`;
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return `The receiver did not answer within ${TIMEOUT_MILLIS / 1_000} seconds`;
  }
  const code = codeOf(error);
  if (/CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code)) return `The certificate of the receiver is not trusted (${code})`;
  return WORDS[code] ?? `The request failed${code && ` (${code})`}`;
}
