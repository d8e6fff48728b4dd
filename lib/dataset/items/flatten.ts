import { ItemsError } from './items-error.ts';
import { isObject, type Member, topLevelMembers, withoutRepeated } from './members.ts';
import { afterSpace, CLOSE_BRACE } from './scan.ts';

/**
 * What an item may become: every name repeats those above it, so a long name over many short ones grows with their product. And what may
 * be looked at for it: each level is looked at anew.
 */
export const MAX_FLATTENED_CHARS = 16_777_216;
const MAX_SEEN_CHARS = 268_435_456;

const SEPARATOR = '.';

/**
 * Puts what is in nested objects in the place of the object, under the names on the way to it: `{"foo":{"bar":1}}` becomes
 * `{"foo.bar":1}`, however deep it is. Arrays are values and stay whole, and so do empty objects, which have nothing to put in their
 * place. A field that has one of these names already gives way. Returns the same array when there is nothing to flatten.
 * `names`: fields to flatten. `isTraced`: whether somebody asks for the parts of this field by its own name.
 * Errors: ItemsError for an item that becomes too large.
 * Source: Get dataset items, `flatten`: "transform nested objects into flat structures".
 */
export function flattenMembers(
  members: Member[],
  names: ReadonlySet<string>,
  isTraced: (field: string) => boolean,
): Member[] {
  const isFlattened = (member: Member) => names.has(member.name) && hasMembers(member);
  if (!members.some(isFlattened)) return members;
  const flattening = new Flattening();
  const counting = withoutRepeated(members);
  const parts = new Map(counting.filter(isFlattened).map((member) => [member, flattening.partsOf(member, isTraced)]));
  const made = new Set([...parts.values()].flat().map(({ name }) => name));
  const flattened = counting.flatMap((member) => parts.get(member) ?? (made.has(member.name) ? [] : [member]));
  return withoutRepeated(flattened);
}

/** The work on one item, and what is left of what it may cost. */
class Flattening {
  private chars = MAX_FLATTENED_CHARS;
  private seenChars = MAX_SEEN_CHARS;

  partsOf(member: Member, isTraced: (field: string) => boolean): Member[] {
    const parts: Member[] = [];
    this.collect(member, parts);
    const origins = isTraced(member.name) ? [...(member.origins ?? []), member.name] : member.origins;
    return origins ? parts.map((part) => ({ ...part, origins })) : parts;
  }

  private collect(member: Member, parts: Member[]): void {
    this.seenChars -= member.rawValue.length;
    for (const child of withoutRepeated(topLevelMembers(member.rawValue))) {
      this.chars -= member.rawName.length + child.rawName.length;
      const isLeaf = !hasMembers(child);
      if (isLeaf) this.chars -= child.rawValue.length;
      this.check();
      const nested = {
        name: member.name + SEPARATOR + child.name,
        rawName: member.rawName.slice(0, -1) + SEPARATOR + child.rawName.slice(1),
        rawValue: child.rawValue,
      };
      if (isLeaf) parts.push(nested);
      else this.collect(nested, parts);
    }
  }

  private check(): void {
    if (this.chars < 0 || this.seenChars < 0)
      throw new ItemsError(
        `Parameter "flatten": one of the items would get more than ${MAX_FLATTENED_CHARS} characters; flatten fewer fields`,
      );
  }
}

const hasMembers = (member: Member) =>
  isObject(member) && member.rawValue.charCodeAt(afterSpace(member.rawValue, 1)) !== CLOSE_BRACE;
