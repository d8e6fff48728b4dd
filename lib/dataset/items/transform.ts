import { ItemsError } from './items-error.ts';
import { isHidden, type Member, topLevelMembers } from './members.ts';

/**
 * What a reader may ask of items.
 * `fields`: names to pick, which also sets their order. `outputFields`: new names for the picked fields, one for each of `fields`.
 * `omit`: names to leave out; wins over `fields`. `skipHidden`: drop fields whose name begins with `#`. `skipEmpty`: drop items without
 * fields. `clean`: both of these.
 * Names are compared with whole top-level names: a dot in a name is a dot. `foo.bar` means a nested value only after `flatten` has
 * made a field of that name.
 * Source: Get dataset items, query parameters.
 */
export interface TransformOptions {
  fields?: readonly string[];
  outputFields?: readonly string[];
  omit?: readonly string[];
  skipHidden?: boolean;
  skipEmpty?: boolean;
  clean?: boolean;
}

/** Raw item text to raw item text, or null when the item is skipped. */
export type ItemTransform = (text: string) => string | null;

/** One change of an item's members. Gives the same array back when nothing changed, so that the item's own text can be kept. */
type MemberStep = (members: Member[]) => Member[];

/** Whether items come out otherwise than they are stored. When not, a reader may join them without looking at them. */
export function isTransforming(options: TransformOptions): boolean {
  return memberSteps(options).length > 0 || isSkippingEmpty(options);
}

/**
 * Makes the function that items pass on their way out. A kept value keeps its bytes; an item that loses nothing keeps all of them.
 * With no option set, texts are returned without being looked at.
 * The steps are those of the documentation, in order: first `unwind`, which makes several items of one and so belongs before this
 * function, then `flatten`, a further step at the head of the list; a `view` is a saved set of these options.
 * Errors: ItemsError when `outputFields` does not match `fields`.
 */
export function makeTransform(options: TransformOptions): ItemTransform {
  const steps = memberSteps(options);
  const skipEmpty = isSkippingEmpty(options);
  if (steps.length === 0 && !skipEmpty) return (text) => text;
  return (text) => {
    const members = topLevelMembers(text);
    const kept = steps.reduce((current, step) => step(current), members);
    if (skipEmpty && kept.length === 0) return null;
    return kept === members ? text : writeMembers(kept);
  };
}

const isSkippingEmpty = (options: TransformOptions) => Boolean(options.skipEmpty || options.clean);

/** Names are told by what is stored, so a field is renamed last, when `omit` and `skipHidden` have seen its own name. */
function memberSteps(options: TransformOptions): MemberStep[] {
  const { fields, outputFields, omit } = options;
  const steps: MemberStep[] = [];
  if (omit?.length) steps.push(omitFields(new Set(omit)));
  if (options.skipHidden || options.clean) steps.push(keepWhen((member) => !isHidden(member.rawName)));
  if (outputFields?.length) steps.push(pickFields(renamedFields(fields ?? [], outputFields)));
  else if (fields?.length) steps.push(pickFields([...new Set(fields)].map((name) => ({ name, rawName: null }))));
  return steps;
}

const omitFields = (names: ReadonlySet<string>): MemberStep => keepWhen((member) => !names.has(member.name));

function keepWhen(keep: (member: Member) => boolean): MemberStep {
  return (members) => (members.every(keep) ? members : members.filter(keep));
}

interface PickedField {
  name: string;
  /** The name to write instead, as JSON text; null keeps the text of the stored name. */
  rawName: string | null;
}

/** Positional renaming. "The number of names in `outputFields` must match the number of names in `fields`", which it requires. */
function renamedFields(fields: readonly string[], outputFields: readonly string[]): PickedField[] {
  if (fields.length !== outputFields.length) {
    throw new ItemsError(
      `Parameter "outputFields" has ${outputFields.length} names, but "fields" has ${fields.length}`,
    );
  }
  if (new Set(outputFields).size < outputFields.length)
    throw new ItemsError('Parameter "outputFields" has the same name twice');
  return outputFields.map((output, index) => ({ name: fields[index] ?? output, rawName: JSON.stringify(output) }));
}

/** Of a repeated name the last one counts, as it does for every JSON parser. */
function pickFields(picks: readonly PickedField[]): MemberStep {
  return (members) => {
    const byName = new Map(members.map((member) => [member.name, member]));
    return picks.flatMap(({ name, rawName }) => {
      const member = byName.get(name);
      return member ? [rawName === null ? member : { ...member, rawName }] : [];
    });
  };
}

function writeMembers(members: readonly Member[]): string {
  return `{${members.map((member) => `${member.rawName}:${member.rawValue}`).join(',')}}`;
}
