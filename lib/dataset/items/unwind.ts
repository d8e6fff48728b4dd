import { ItemsError } from './items-error.ts';
import { elementCount, elementTexts, isArray, isObject, type Member, memberNamed, topLevelMembers } from './members.ts';

/** Each field may multiply what the ones before it made. */
export const MAX_UNWIND_FIELDS = 10;

/**
 * What one stored item may become: a few arrays beside each other make millions of items of a few kilobytes, and a long array repeats
 * everything around it. The characters are those of all items together, and those that are looked at to find them.
 */
export const MAX_UNWOUND_ITEMS = 1_000_000;
export const MAX_UNWOUND_CHARS = 268_435_456;

/**
 * What is asked of unwinding. `fields`: in the order in which they are processed. `isNeeded`: whether a member can make a difference to
 * what is read, so that the others are not copied into every item. `isTraced`: whether somebody asks for the parts of this field by the
 * name of the field.
 */
export interface Unwinding {
  fields: readonly string[];
  isNeeded: (member: Member) => boolean;
  isTraced: (field: string) => boolean;
}

/**
 * Takes fields of an item apart, one after the other. Of an array every element becomes an item of its own, merged with the members
 * around it; an object is merged with them. The merged members stand in the place of the field, and win over others of the same name. An
 * element that is no object takes the place of the array. A field that is missing or has another value leaves the item as it is; an
 * empty array leaves no item.
 * Items come one at a time, so that no more than one of them is held; null is a step that ended without one, for whoever watches the time.
 * Errors: ItemsError for an item that becomes more than the limits.
 * Source: Get dataset items, `unwind`: "every element of the array will become a separate record and merged with parent object". What
 * becomes of elements that cannot be merged is not documented: they are kept.
 */
export function unwindMembers(members: Member[], unwinding: Unwinding): Generator<Member[] | null> {
  const needed = members.every(unwinding.isNeeded) ? members : members.filter(unwinding.isNeeded);
  return unwindFrom(needed, unwinding, 0, new Budget());
}

function* unwindFrom(members: Member[], asked: Unwinding, place: number, budget: Budget): Generator<Member[] | null> {
  const field = asked.fields[place];
  if (field === undefined) {
    budget.end(members);
    yield members;
    return;
  }
  const unwound = memberNamed(members, field);
  if (!unwound || !(isObject(unwound) || isArray(unwound))) {
    yield* unwindFrom(members, asked, place + 1, budget);
    return;
  }
  budget.look(unwound);
  if (isObject(unwound)) {
    const parts = partsOf(unwound, unwound.rawValue, asked);
    yield* unwindFrom(replaced(members, unwound, parts), asked, place + 1, budget);
    return;
  }
  budget.foresee(members, asked.fields.slice(place));
  let isEmpty = true;
  for (const element of elementTexts(unwound.rawValue)) {
    isEmpty = false;
    const parts = partsOf(unwound, element, asked);
    yield* unwindFrom(replaced(members, unwound, parts), asked, place + 1, budget);
  }
  if (isEmpty) {
    budget.end(members);
    yield null;
  }
}

/** What one element, or the object itself, puts in the place of the field. */
function partsOf(unwound: Member, text: string, { isNeeded, isTraced }: Unwinding): Member[] {
  const whole = { ...unwound, rawValue: text };
  if (!isObject(whole)) return [whole];
  const parts = topLevelMembers(text);
  const origins = isTraced(unwound.name) ? [...(unwound.origins ?? []), unwound.name] : unwound.origins;
  // Parts of a field that is asked for by its name are asked for, whatever their own names are.
  if (origins) return parts.map((part) => ({ ...part, origins }));
  return parts.filter(isNeeded);
}

function replaced(members: readonly Member[], unwound: Member, parts: readonly Member[]): Member[] {
  const names = new Set(parts.map(({ name }) => name));
  const merged: Member[] = [];
  for (const member of members) {
    if (member === unwound) for (const part of parts) merged.push(part);
    else if (member.name !== unwound.name && !names.has(member.name)) merged.push(member);
  }
  return merged;
}

/** What one stored item may still become. Every way through its arrays ends in an item or in an empty array, and is counted there. */
class Budget {
  private items = MAX_UNWOUND_ITEMS;
  private chars = MAX_UNWOUND_CHARS;

  end(members: readonly Member[]): void {
    this.items--;
    for (const { rawName, rawValue } of members) this.chars -= rawName.length + rawValue.length + 2;
    this.check();
  }

  look({ rawValue }: Member): void {
    this.chars -= rawValue.length;
    this.check();
  }

  /** Refuses arrays beside each other at once when their product is too much, and not after the first million items. */
  foresee(members: readonly Member[], fields: readonly string[]): void {
    if (fields.length < 2) return;
    let product = 1;
    for (const field of new Set(fields)) {
      const member = memberNamed(members, field);
      if (!member || !isArray(member)) continue;
      this.look(member);
      product *= elementCount(member.rawValue);
    }
    if (product > this.items) throw tooMany();
  }

  private check(): void {
    if (this.items < 0 || this.chars < 0) throw tooMany();
  }
}

const tooMany = () =>
  new ItemsError(
    `Parameter "unwind": one of the items would become more than ${MAX_UNWOUND_ITEMS} items or ${MAX_UNWOUND_CHARS} characters; unwind fewer fields`,
  );
