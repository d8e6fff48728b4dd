import { afterSpace, afterString } from './scan.ts';
import { type JsonNode, readTree } from './tree.ts';

const BACKSLASH = '\\';
const COLON = 0x3a;

/**
 * The value of an item, as JSON.parse would make it, with each field under its own name.
 * V8 13.6 may give a field the name of another one when the name has an escape (`"\""` becomes `"\\"` after an object with that field):
 * an item would then be judged by a name that it does not have, so names with escapes are read here. Of a repeated name the last one
 * counts. `text`: a valid JSON object, nested no deeper than items may be.
 */
export function parseItem(text: string): object {
  return (hasEscapedName(text) ? toValue(readTree(text)) : JSON.parse(text)) as object;
}

function hasEscapedName(text: string): boolean {
  if (!text.includes(BACKSLASH)) return false;
  let open = text.indexOf('"');
  while (open !== -1) {
    const end = afterString(text, open);
    if (text.charCodeAt(afterSpace(text, end)) === COLON && text.slice(open, end).includes(BACKSLASH)) return true;
    open = text.indexOf('"', end);
  }
  return false;
}

function toValue(node: JsonNode): unknown {
  if (node.kind === 'object') return Object.fromEntries(node.members.map(({ name, value }) => [name, toValue(value)]));
  return node.kind === 'array' ? node.elements.map(toValue) : JSON.parse(node.raw);
}
