/**
 * Content types of records.
 *
 * What people store is hostile: it must not become a page of the origin that serves it. A type is kept as it was sent, if it is one, and is
 * served with only those parameters that cannot change what the bytes mean.
 */
import { ApiError } from '../errors.ts';

const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const ESSENCE = new RegExp(`^(${TOKEN}/${TOKEN})[ \\t]*(;|$)`);
// Each character fits in one place only: a type that is none is refused in linear time.
const WHOLE = new RegExp(
  `^${TOKEN}/${TOKEN}[ \\t]*(;[ \\t]*(${TOKEN}=(${TOKEN}|"([\\t !#-\\[\\]-~]|\\\\[\\t -~])*")[ \\t]*)?)*$`,
);
const MAX_CHARS = 255;

export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** Reads the type that a record is sent with. Errors: `invalid-content-type-header`. */
export function parseContentType(text: string | undefined): string {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return DEFAULT_CONTENT_TYPE;
  if (trimmed.length <= MAX_CHARS && WHOLE.test(trimmed)) return trimmed;
  throw new ApiError('invalid-content-type-header', `The content type must be one, of at most ${MAX_CHARS} characters`);
}

/** `type/subtype`, in lower case. */
export const essenceOf = (contentType: string): string =>
  ESSENCE.exec(contentType)?.[1]?.toLowerCase() ?? DEFAULT_CONTENT_TYPE;

/** Character sets in which a letter of ASCII is itself: in others, harmless text can spell a script. */
const PLAIN_CHARSETS = /^(utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)$/;

/** The type that a record is served with. */
export function servedContentType(contentType: string): string {
  const essence = essenceOf(contentType);
  // Some browsers take such an answer apart and believe the headers that they find inside.
  if (essence === 'multipart/x-mixed-replace') return DEFAULT_CONTENT_TYPE;
  const charset = /;[ \t]*charset=("?)([A-Za-z0-9_.:-]+)\1[ \t]*(?:;|$)/i.exec(contentType)?.[2]?.toLowerCase();
  if (charset === undefined) return essence;
  return `${essence}; charset=${PLAIN_CHARSETS.test(charset) ? charset : 'utf-8'}`;
}

/** Images that are nothing but pixels. */
const IMAGES = /^image\/(png|jpeg|gif|webp|avif|bmp|apng|x-icon|vnd\.microsoft\.icon)$/;
const PASSIVE = /^(audio|video)\/[a-z0-9.+-]+$|^text\/(plain|csv|markdown)$|^application\/(json|x-ndjson|jsonl)$/;

/** Whether a browser shows pixels, and runs nothing. */
export const isPlainImage = (contentType: string): boolean => IMAGES.test(essenceOf(contentType));

/** Whether a browser shows it and runs nothing. All that is not known to be so is active. */
export const isPassive = (contentType: string): boolean =>
  isPlainImage(contentType) || PASSIVE.test(essenceOf(contentType));

export const isJson = (contentType: string): boolean =>
  /^application\/([a-z0-9.-]+\+)?json$/.test(essenceOf(contentType));

/** Whether its bytes are for people to read. */
export const isText = (contentType: string): boolean =>
  isJson(contentType) ||
  /^text\//.test(essenceOf(contentType)) ||
  /^application\/(x-ndjson|jsonl|xml|javascript|yaml|x-yaml|toml|sql|graphql|[a-z0-9.-]+\+xml)$/.test(
    essenceOf(contentType),
  ) ||
  essenceOf(contentType) === 'image/svg+xml';
