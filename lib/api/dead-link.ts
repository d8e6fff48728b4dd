/** What a person sees who opens a link in a browser that opens nothing any more. Programs get the error as JSON, here as everywhere. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from '../errors.ts';

/** Addresses that links are made for, wherever the storage is found. */
const LINKED = /\/(items|keys|records|records\/:key|requests)$/;
const STATUSES = [401, 403, 404, 410];

/** Whether a refusal is for a person: a window of a browser was led here, by a link to stored content. */
export function isForPerson(request: FastifyRequest, { status }: ApiError): boolean {
  const { method, headers, routeOptions } = request;
  return (
    method === 'GET' &&
    STATUSES.includes(status) &&
    headers['sec-fetch-mode'] === 'navigate' &&
    LINKED.test(routeOptions?.url ?? '') &&
    prefersHtml(headers.accept ?? '')
  );
}

function prefersHtml(accept: string): boolean {
  const weights = new Map(accept.split(',').map(weightOf));
  const html = weights.get('text/html') ?? 0;
  return html > 0 && html > (weights.get('application/json') ?? 0);
}

/** A media range with its weight: 1 where it has none that is a number. */
function weightOf(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2));
  return [type, Number.isNaN(weight) ? 1 : weight];
}

const STYLE =
  ':root{color-scheme:light dark}body{max-width:34rem;margin:15vh auto 0;padding:0 1.5rem;font:1rem/1.5 system-ui,sans-serif}' +
  'h1{font-size:1.5rem;line-height:1.25;text-wrap:balance}small{opacity:.8}';

/** Nothing runs, loads, or frames this; its one style is known by its digest. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers with the page. Nothing in it comes from the request or from what is stored. */
export function sendDeadLink(request: FastifyRequest, reply: FastifyReply, { status, type }: ApiError): void {
  reply
    .code(status)
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>This link opens nothing</title><style>${STYLE}</style></head><body><main><h1>This link does not open anything any more</h1>` +
        `<p>Its time may be over, it may have been taken back, or what it led to may be gone.</p>` +
        `<p>Ask the person who sent it to you for a new one.</p>` +
        `<p><small>If they ask what you saw: <code>${type}</code>, request <code>${request.id}</code>.</small></p></main></body></html>\n`,
    );
}
