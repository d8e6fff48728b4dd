import { afterSpace, afterString, afterValue, CLOSE_BRACE, COMMA } from './scan.ts';

/**
 * One member of an object as it was sent. `name`: decoded; `rawName`: its text with the quotes and escapes; `rawValue`: the text of
 * the value, every byte, without the space around it.
 */
export interface Member {
  name: string;
  rawName: string;
  rawValue: string;
}

/**
 * The members of an object in the order they were sent: integer-like names stay in place, repeated names stay repeated and `__proto__`
 * is a name like others, which no JavaScript object would keep. `text`: one JSON object, known to be valid.
 */
export const topLevelMembers = (text: string): Member[] => firstMembers(text, Number.POSITIVE_INFINITY);

/** The same, but no more than the first `maxCount`; what is behind them is not looked at. */
export function firstMembers(text: string, maxCount: number): Member[] {
  const members: Member[] = [];
  let index = afterSpace(text, afterSpace(text, 0) + 1);
  while (members.length < maxCount && index < text.length && text.charCodeAt(index) !== CLOSE_BRACE) {
    const nameEnd = afterString(text, index);
    const valueStart = afterSpace(text, afterSpace(text, nameEnd) + 1);
    const valueEnd = afterValue(text, valueStart);
    const rawName = text.slice(index, nameEnd);
    members.push({ name: decodeString(rawName), rawName, rawValue: text.slice(valueStart, valueEnd) });
    index = afterSpace(text, valueEnd);
    if (text.charCodeAt(index) === COMMA) index = afterSpace(text, index + 1);
  }
  return members;
}

/** The value of a JSON string, given its text with the quotes. */
export function decodeString(raw: string): string {
  return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
}

/**
 * Whether a field is hidden: its name begins with `#`, plain or escaped. Only top-level fields can be.
 * Source: Get dataset items → hidden fields.
 */
export function isHidden(rawName: string): boolean {
  return rawName[1] === '#' || (rawName[1] === '\\' && decodeString(rawName).startsWith('#'));
}
