/** Headers of a delivery, as its owner adds them. Source: documentation, "Webhook actions", "Headers template". */
import { validateHeaderName } from 'node:http';
import { fillTemplate, TemplateError, type Variables } from './template.ts';

/** Those of the connection, those that proxies add, and those that say what is sent and by whom: ours, whatever the template says. */
const OURS =
  /^(host|content-(type|length|encoding)|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|http2-settings|user-agent|x-apify-(webhook|webhook-dispatch-id|request-origin))$/i;

/** Together, with what parts them: more than most receivers take, and less than would be kept in mind for it here. */
export const MAX_HEADERS_BYTES = 8_192;

/** Fills a template of headers in; names are in small letters. Throws TemplateError. */
export function fillHeaders(
  template: string | null,
  variables: Variables,
  interpolatesStrings: boolean,
): Record<string, string> {
  if (template === null || template.trim() === '') return {};
  const { value } = fillTemplate(template, variables, interpolatesStrings);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new TemplateError('must be a JSON object of headers');
  }
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new TemplateError(`must have a text for ${JSON.stringify(name)}`);
    assertName(name);
    // What a run says of itself may have lines; a header has one, of bytes.
    if (!OURS.test(name)) headers[name.toLowerCase()] = text.replaceAll(/[^\t\x20-\x7e\x80-\xff]+/g, ' ').trim();
  }
  const byteCount = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length + 4, 0);
  if (byteCount > MAX_HEADERS_BYTES) {
    throw new TemplateError(
      `makes ${byteCount.toLocaleString('en')} bytes of headers; together they can have 8 KB at most`,
    );
  }
  return headers;
}

function assertName(name: string): void {
  try {
    validateHeaderName(name);
  } catch {
    throw new TemplateError(`has what is no name of a header: ${JSON.stringify(name)}`);
  }
}
