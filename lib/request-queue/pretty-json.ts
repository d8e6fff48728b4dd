import { afterSpace, afterString, afterValue } from '../dataset/items/scan.ts';

/**
 * JSON text with line breaks and indents; numbers, names and escapes stay as they are written, which a parse would change.
 * `text`: valid JSON. What is longer than `maxChars` is cut and ends in `…`.
 */
export function prettyJson(text: string, maxChars: number): string {
  const parts: string[] = [];
  let charCount = 0;
  const write = (part: string) => {
    parts.push(part);
    charCount += part.length;
  };
  let depth = 0;
  let index = afterSpace(text, 0);
  while (index < text.length && charCount <= maxChars) {
    const char = text.charAt(index);
    const next = afterSpace(text, index + 1);
    if (char === '{' || char === '[') {
      const isEmpty = text[next] === '}' || text[next] === ']';
      write(isEmpty ? `${char}${text.charAt(next)}` : `${char}${lineBreak(++depth)}`);
      index = isEmpty ? afterSpace(text, next + 1) : next;
    } else if (char === '}' || char === ']') {
      write(`${lineBreak(--depth)}${char}`);
      index = next;
    } else if (char === ',') {
      write(`,${lineBreak(depth)}`);
      index = next;
    } else if (char === ':') {
      write(': ');
      index = next;
    } else {
      const end = char === '"' ? afterString(text, index) : afterValue(text, index);
      write(text.slice(index, Math.min(end, index + maxChars + 1)));
      index = afterSpace(text, end);
    }
  }
  const pretty = parts.join('');
  return pretty.length > maxChars ? `${pretty.slice(0, maxChars)}…` : pretty;
}

/** Deep ones are not indented further: each line would be longer than what it shows. */
const lineBreak = (depth: number) => `\n${'  '.repeat(Math.min(depth, 20))}`;
