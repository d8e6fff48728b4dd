import { decodeString } from './members.ts';
import {
  afterSpace,
  afterString,
  afterValue,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
} from './scan.ts';

/**
 * A JSON value as it was sent, for the formats that are not JSON. `raw`: its text, every byte. Unlike a value of JSON.parse it keeps
 * the order of members, repeated names, `__proto__` and each digit of a number.
 */
export type JsonNode =
  | { kind: 'object'; raw: string; members: { name: string; value: JsonNode }[] }
  | { kind: 'array'; raw: string; elements: JsonNode[] }
  | { kind: 'scalar'; raw: string };

/** Reads one value, known to be valid JSON and nested no deeper than items may be, since this recurses. */
export function readTree(text: string): JsonNode {
  return new TreeReader(text).value();
}

/** The text that people read: a string without quotes and escapes, a number or boolean as it was sent, and nothing for null. */
export function scalarText(raw: string): string {
  if (raw === 'null') return '';
  return raw[0] === '"' ? decodeString(raw) : raw;
}

/** One pass; the index is the only state. */
class TreeReader {
  private index = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(): JsonNode {
    this.index = afterSpace(this.text, this.index);
    const code = this.text.charCodeAt(this.index);
    if (code === OPEN_BRACE) return this.object();
    if (code === OPEN_BRACKET) return this.array();
    const start = this.index;
    this.index = afterValue(this.text, start);
    return { kind: 'scalar', raw: this.text.slice(start, this.index) };
  }

  private object(): JsonNode {
    const start = this.index;
    const members: { name: string; value: JsonNode }[] = [];
    while (this.enter(CLOSE_BRACE)) {
      const nameEnd = afterString(this.text, this.index);
      const name = decodeString(this.text.slice(this.index, nameEnd));
      this.index = afterSpace(this.text, nameEnd) + 1;
      members.push({ name, value: this.value() });
    }
    return { kind: 'object', raw: this.text.slice(start, this.index), members };
  }

  private array(): JsonNode {
    const start = this.index;
    const elements: JsonNode[] = [];
    while (this.enter(CLOSE_BRACKET)) elements.push(this.value());
    return { kind: 'array', raw: this.text.slice(start, this.index), elements };
  }

  /** Steps over the bracket or comma before an element, and over `close` when none is left. Returns whether an element follows. */
  private enter(close: number): boolean {
    this.index = afterSpace(this.text, this.index);
    const code = this.text.charCodeAt(this.index);
    if (code === OPEN_BRACE || code === OPEN_BRACKET || code === COMMA)
      this.index = afterSpace(this.text, this.index + 1);
    if (this.text.charCodeAt(this.index) !== close) return true;
    this.index++;
    return false;
  }
}
