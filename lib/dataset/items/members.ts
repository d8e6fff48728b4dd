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
 * One member of an object as it was sent. `name`: decoded; `rawName`: its text with the quotes and escapes; `rawValue`: the text of
 * the value, every byte, without the space around it. `origins`: fields that were taken apart to get to it, where somebody asks for
 * them by name; see `TransformOptions`.
 */
export interface Member {
  name: string;
  rawName: string;
  rawValue: string;
  origins?: readonly string[];
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

/** The object that these members make. */
export function writeMembers(members: readonly Member[]): string {
  return `{${members.map((member) => `${member.rawName}:${member.rawValue}`).join(',')}}`;
}

/** The member that counts: of a repeated name it is the last one, as it is for every JSON parser. */
export const memberNamed = (members: readonly Member[], name: string): Member | undefined =>
  members.findLast((member) => member.name === name);

/** The members without those that a later one of the same name overrides; the same array when no name is repeated. */
export function withoutRepeated(members: Member[]): Member[] {
  const byName = new Map(members.map((member) => [member.name, member]));
  return byName.size === members.length ? members : [...byName.values()];
}

/** Whether the value is an object, or an array. Its text begins with the bracket, since it comes without space. */
export const isObject = ({ rawValue }: Member): boolean => rawValue.charCodeAt(0) === OPEN_BRACE;
export const isArray = ({ rawValue }: Member): boolean => rawValue.charCodeAt(0) === OPEN_BRACKET;

/** The texts of an array's elements, one at a time, so that a long array is never held as a list. `text`: one JSON array. */
export function* elementTexts(text: string): Generator<string> {
  let index = afterSpace(text, 1);
  while (index < text.length && text.charCodeAt(index) !== CLOSE_BRACKET) {
    const end = afterValue(text, index);
    yield text.slice(index, end);
    index = afterSpace(text, end);
    if (text.charCodeAt(index) === COMMA) index = afterSpace(text, index + 1);
  }
}

export function elementCount(text: string): number {
  let count = 0;
  for (const _ of elementTexts(text)) count++;
  return count;
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
