import { ItemsError } from './items-error.ts';
import { decodeString, isHidden } from './members.ts';
import {
  afterSpace,
  afterString,
  afterValue,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './scan.ts';

/**
 * Joins item texts on their way to SQL. Valid JSON cannot contain it: control characters are escaped within strings, and only tab,
 * line feed, carriage return and space may stand between tokens. Source: RFC 8259, sections 2 and 7.
 */
export const ITEM_SEPARATOR = '\x1e';

/** Levels of nesting an item may have, itself included. Far above any real item, far below what overflows a reader that recurses. */
export const MAX_ITEM_DEPTH = 500;

/** Names that a push adds to those of its dataset, and how long they may be: the limits of columns. Further ones are kept in their items only. */
const MAX_FIELD_NAMES = 2_000;
const MAX_FIELD_NAME_CHARS = 200;

/**
 * `texts`: each item exactly as sent, from its `{` to its `}`. `fieldNames`: top-level names, decoded, in order of first appearance.
 * `nonEmptyCount`: items that still have a field when the hidden ones are dropped, which is the dataset's `cleanItemCount`.
 */
export interface SplitItems {
  texts: string[];
  fieldNames: string[];
  nonEmptyCount: number;
}

/**
 * Cuts a request body into items, byte for byte.
 * `body`: decoded text without a byte order mark; a JSON object, or an array of objects. An empty array gives no items.
 * Names that PostgreSQL cannot store as text (with U+0000 or half a surrogate pair, both possible through escapes) are left out of
 * `fieldNames`; their items are kept whole.
 * Errors: ItemsError, naming the zero-based position of the first bad item.
 * Source: Store items; Get dataset items → hidden fields.
 */
export function splitItems(body: string): SplitItems {
  assertJson(body);
  const scan = new ItemScan(body);
  const start = afterSpace(body, 0);
  if (body.charCodeAt(start) === OPEN_BRACKET) scan.array(start);
  else scan.item(start);
  const fieldNames = [...new Set(scan.expected.map(decodeString).filter(isKept))].slice(0, MAX_FIELD_NAMES);
  return { texts: scan.texts, fieldNames, nonEmptyCount: scan.nonEmptyCount };
}

/** One pass over valid text. Holds what is found so far, so that the hot loop makes no object per item. */
class ItemScan {
  readonly texts: string[] = [];
  /** Raw names in order of first appearance. An item mostly has the names of the one before it, in the same order, and a look here is quicker than a cut. */
  readonly expected: string[] = [];
  nonEmptyCount = 0;
  private readonly places = new Map<string, number>();
  private readonly body: string;

  constructor(body: string) {
    this.body = body;
  }

  array(start: number): void {
    let index = afterSpace(this.body, start + 1);
    while (this.body.charCodeAt(index) !== CLOSE_BRACKET) {
      index = afterSpace(this.body, this.item(index));
      if (this.body.charCodeAt(index) === COMMA) index = afterSpace(this.body, index + 1);
    }
  }

  /** Cuts out the item that begins at `start`; returns the index after it. */
  item(start: number): number {
    const { body, expected } = this;
    if (body.charCodeAt(start) !== OPEN_BRACE)
      throw new ItemsError(`Item at position ${this.texts.length} is not a JSON object`, this.texts.length);
    let depth = 0;
    let isNameNext = false;
    let isEmpty = true;
    let nth = 0;
    let index = start;
    do {
      const code = body.charCodeAt(index);
      if (code === QUOTE) {
        if (!isNameNext) {
          index = afterString(body, index);
          continue;
        }
        isNameNext = false;
        let rawName = expected[nth];
        if (rawName === undefined || !body.startsWith(rawName, index)) {
          rawName = body.slice(index, afterString(body, index));
          nth = this.learn(rawName);
        }
        nth++;
        index += rawName.length;
        if (isEmpty && !isHidden(rawName)) isEmpty = false;
        continue;
      }
      index++;
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        depth++;
        if (depth > MAX_ITEM_DEPTH)
          throw new ItemsError(
            `Item at position ${this.texts.length} is nested deeper than ${MAX_ITEM_DEPTH} levels`,
            this.texts.length,
          );
        isNameNext = depth === 1;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth--;
      } else if (code === COMMA) {
        isNameNext = depth === 1;
      }
    } while (depth > 0);
    this.texts.push(body.slice(start, index));
    if (!isEmpty) this.nonEmptyCount++;
    return index;
  }

  /** The place of a name in `expected`, where it is put when it is new. */
  private learn(rawName: string): number {
    const known = this.places.get(rawName);
    if (known !== undefined) return known;
    this.places.set(rawName, this.expected.length);
    return this.expected.push(rawName) - 1;
  }
}

/** The one judge of syntax is JSON.parse, whose result is dropped: an object made by it would not keep order, digits or repeated names. */
function assertJson(body: string): void {
  const problem = syntaxProblem(body);
  if (problem === null) return;
  const bad = firstBadElement(body);
  if (bad === null) throw new ItemsError(`The request body is not valid JSON: ${problem}`);
  throw new ItemsError(`Item at position ${bad.position} is not valid JSON: ${bad.problem}`, bad.position);
}

function syntaxProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Finds which element of a malformed array breaks it; null when it is the array itself, such as a missing bracket or comma. */
function firstBadElement(body: string): { position: number; problem: string } | null {
  let index = afterSpace(body, 0);
  if (body.charCodeAt(index) !== OPEN_BRACKET) return null;
  index = afterSpace(body, index + 1);
  for (let position = 0; index < body.length; position++) {
    const end = Math.max(afterValue(body, index), index + 1);
    const problem = syntaxProblem(body.slice(index, end));
    if (problem !== null) return { position, problem };
    index = afterSpace(body, end);
    if (body.charCodeAt(index) !== COMMA) return null;
    index = afterSpace(body, index + 1);
  }
  return null;
}

const isKept = (name: string) => name.length <= MAX_FIELD_NAME_CHARS && name.isWellFormed() && !name.includes('\0');
