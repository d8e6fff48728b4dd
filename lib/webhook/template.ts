/**
 * Templates of payloads and headers: JSON with `{{variable}}` in it. Source: documentation, "Webhook actions".
 *
 * A variable that stands where a value would is replaced by the value's JSON. One inside a string stays as it is, unless strings are
 * interpolated too: then a string that is nothing but a variable becomes its value, and in longer ones the value's text is put in.
 */

/** What variables can be called by their first name; more names after dots lead inside. */
export const VARIABLES = ['userId', 'createdAt', 'eventType', 'eventData', 'resource', 'globals'] as const;
/** Values are plain JSON. */
export type Variables = Record<(typeof VARIABLES)[number], unknown>;

/** A template that cannot be used; the message says why, to whoever wrote it. */
export class TemplateError extends Error {}

export const DEFAULT_PAYLOAD_TEMPLATE = `{
    "userId": {{userId}},
    "createdAt": {{createdAt}},
    "eventType": {{eventType}},
    "eventData": {{eventData}},
    "resource": {{resource}}
}`;

/** A small template can name a large value many times. */
const MAX_FILLED_CHARS = 500_000;
const TOO_LARGE = 'becomes too large once its variables are filled in';

/** Fills a template in. Returns JSON text and what it says. Throws TemplateError. */
export function fillTemplate(
  template: string,
  variables: Variables,
  interpolatesStrings: boolean,
): { text: string; value: unknown } {
  let filledChars = 0;
  const counted = (text: string): string => {
    filledChars += text.length;
    if (filledChars > MAX_FILLED_CHARS) throw new TemplateError(TOO_LARGE);
    return text;
  };
  if (!interpolatesStrings) {
    const text = replaceOutside(template, (name) => counted(JSON.stringify(lookUp(name, variables)) ?? 'null'));
    return { text, value: parsed(text) };
  }
  // Each variable is looked at once: what a value says is no template.
  const written = parsed(replaceOutside(template, (name) => JSON.stringify(`{{${name}}}`)));
  const value = interpolate(written, variables, counted);
  return { text: JSON.stringify(value), value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TemplateError('must be JSON once its variables are filled in');
  }
}

/** A string, or a variable outside of one. */
const STRINGS_AND_VARIABLES = /"(?:[^"\\]|\\.)*"|\{\{([^{}"]*)\}\}/gs;

const replaceOutside = (template: string, by: (name: string) => string): string =>
  template.replace(STRINGS_AND_VARIABLES, (found, name: string | undefined) => (name === undefined ? found : by(name)));

const IN_STRINGS = /\{\{([^{}]*)\}\}/g;

/** Deeper than any payload that somebody reads, and far from what a stack holds. */
const MAX_DEPTH = 100;
type Count = (text: string) => string;

function interpolate(value: unknown, variables: Variables, counted: Count, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new TemplateError(`is more than ${MAX_DEPTH} levels deep`);
  const inside = (item: unknown) => interpolate(item, variables, counted, depth + 1);
  if (typeof value === 'string') return interpolateString(value, variables, counted);
  if (Array.isArray(value)) return value.map(inside);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]));
}

function interpolateString(text: string, variables: Variables, counted: Count): unknown {
  const whole = /^\{\{([^{}]*)\}\}$/.exec(text);
  if (whole) {
    const value = lookUp(whole[1] ?? '', variables) ?? null;
    counted(JSON.stringify(value));
    return value;
  }
  return text.replace(IN_STRINGS, (_, name: string) => {
    const value = lookUp(name, variables) ?? '';
    return counted(typeof value === 'string' ? value : JSON.stringify(value));
  });
}

/** What a variable stands for; undefined where it leads to nothing. Throws TemplateError for one that there is not. */
function lookUp(text: string, variables: Variables): unknown {
  const [name = '', ...inside] = text.trim().split('.');
  if (!(VARIABLES as readonly string[]).includes(name)) {
    throw new TemplateError(
      `has a variable that there is not: ${JSON.stringify(text.trim())}; there are ${VARIABLES.join(', ')}`,
    );
  }
  let value: unknown = variables[name as keyof Variables];
  for (const part of inside) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
