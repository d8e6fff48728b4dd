/**
 * Steps over JSON text that is already known to be valid: each takes the text and an index, and returns the index just after.
 * On invalid text the result means nothing, though no step loops forever. Loops, not recursion, so that no nesting overflows the stack.
 */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Most strings are short, and for these a plain loop is quicker than a call of `indexOf`. */
const SHORT_STRING = 24;

/** First index from `index` on that is not JSON whitespace. Valid JSON has no other character up to the space outside of strings. */
export function afterSpace(text: string, index: number): number {
  while (text.charCodeAt(index) <= SPACE) index++;
  return index;
}

/** `open`: index of the opening quote. Returns the index after the closing one. */
export function afterString(text: string, open: number): number {
  const short = Math.min(open + SHORT_STRING, text.length);
  for (let index = open + 1; index < short; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index + 1;
    if (code === BACKSLASH) return afterLongString(text, index, open);
  }
  return afterLongString(text, short, open);
}

function afterLongString(text: string, from: number, open: number): number {
  let close = text.indexOf('"', from);
  while (close !== -1 && isEscaped(text, close, open)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close + 1;
}

/** A quote belongs to its string when an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number, open: number): boolean {
  let index = quote - 1;
  while (index > open && text.charCodeAt(index) === BACKSLASH) index--;
  return (quote - index) % 2 === 0;
}

/** `start`: index of the first character of a value. */
export function afterValue(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return afterString(text, start);
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return afterContainer(text, start);
  return afterLiteral(text, start);
}

function afterContainer(text: string, start: number): number {
  let depth = 0;
  let index = start;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = afterString(text, index);
      continue;
    }
    index++;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return index;
  }
  return index;
}

/** A number, `true`, `false` or `null`: all that stands before the next space or punctuation. */
function afterLiteral(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code <= SPACE || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
    index++;
  }
  return index;
}
