import { flattenMembers } from './flatten.ts';
import { ItemsError } from './items-error.ts';
import { isHidden, type Member, memberNamed, topLevelMembers, writeMembers } from './members.ts';
import { omitMembers } from './omit.ts';
import { MAX_UNWIND_FIELDS, unwindMembers } from './unwind.ts';

/**
 * What a reader may ask of items, in the order in which it is done.
 * `skipFailed`: drop items with an `errorInfo`. `unwind`, `flatten`: fields to take apart; see there. `omit`: names to leave out; wins
 * over `fields`. `skipHidden`: drop fields whose name begins with `#`. `fields`: names to pick, which also sets their order.
 * `outputFields`: new names for the picked fields, one for each of `fields`. `skipEmpty`: drop items without fields. `clean`: this and
 * `skipHidden`.
 * Names are compared with whole top-level names, as they are after taking apart: `foo.bar` means a nested value only when `flatten` has
 * made a field of that name. In `fields`, the name of a field that was taken apart stands for all its parts, which keep their own names:
 * the documented `fields=url,pageFunctionResult,errorInfo` with `unwind=pageFunctionResult` would else leave no results.
 * Source: Get dataset items, query parameters; Dataset schema specification, "Handle nested structures".
 */
export interface TransformOptions {
  skipFailed?: boolean;
  unwind?: readonly string[];
  flatten?: readonly string[];
  omit?: readonly string[];
  skipHidden?: boolean;
  fields?: readonly string[];
  outputFields?: readonly string[];
  skipEmpty?: boolean;
  clean?: boolean;
}

/** Raw item text to raw item text, or null when the item is skipped. */
export type ItemTransform = (text: string) => string | null;

/** Raw item text to the texts of what it becomes, one at a time; null is a step that gave none. */
export type ItemUnwinding = (text: string) => Iterable<string | null>;

/** One change of an item's members. Gives the same array back when nothing changed, so that the item's own text can be kept. */
type MemberStep = (members: Member[]) => Member[];

/** Whether items come out otherwise than they are stored. When not, a reader may join them without looking at them. */
export const isTransforming = (options: TransformOptions): boolean =>
  isUnwinding(options) || memberSteps(options).length > 0 || isSkippingEmpty(options) || Boolean(options.skipFailed);

/** Whether an item may become several, or none: then `makeUnwinding` is to be used. */
export const isUnwinding = ({ unwind }: TransformOptions): boolean => Boolean(unwind?.length);

/**
 * Makes the function that items pass on their way out when none of them becomes several. A kept value keeps its bytes; an item that
 * loses nothing keeps all of them. With no option set, texts are returned without being looked at.
 * Errors: ItemsError when `outputFields` does not match `fields`; while reading, for an item that becomes too large.
 */
export function makeTransform(options: TransformOptions): ItemTransform {
  if (!isTransforming(options)) return (text) => text;
  const finish = makeFinish(options);
  return (text) => {
    const members = topLevelMembers(text);
    if (options.skipFailed && isFailed(members)) return null;
    return finish(members, members, text);
  };
}

/** The same when items are unwound. Errors: as `makeTransform`; ItemsError for too many fields to unwind. */
export function makeUnwinding(options: TransformOptions): ItemUnwinding {
  const fields = options.unwind ?? [];
  if (fields.length > MAX_UNWIND_FIELDS)
    throw new ItemsError(`Parameter "unwind" may have ${MAX_UNWIND_FIELDS} names at most`);
  const finish = makeFinish(options);
  const unwinding = { fields, isNeeded: makeIsNeeded(options), isTraced: makeIsTraced(options) };
  return function* (text) {
    const members = topLevelMembers(text);
    if (options.skipFailed && isFailed(members)) return;
    for (const unwound of unwindMembers(members, unwinding)) yield unwound && finish(unwound, members, text);
  };
}

/** What is done with each item once it is unwound: members to text, or null when it is skipped. `text`: that of the members as stored. */
function makeFinish(options: TransformOptions) {
  const steps = memberSteps(options);
  const skipEmpty = isSkippingEmpty(options);
  return (members: Member[], stored: Member[], text: string): string | null => {
    const kept = steps.reduce((current, step) => step(current), members);
    if (skipEmpty && kept.length === 0) return null;
    return kept === stored ? text : writeMembers(kept);
  };
}

const isSkippingEmpty = (options: TransformOptions) => Boolean(options.skipEmpty || options.clean);
const isSkippingHidden = (options: TransformOptions) => Boolean(options.skipHidden || options.clean);

/** A page that did not fail may say so with null. Source: Get dataset items, `skipFailedPages`. */
function isFailed(members: readonly Member[]): boolean {
  const info = memberNamed(members, 'errorInfo');
  return info !== undefined && info.rawValue !== 'null';
}

/** Names are told by what is stored, so a field is renamed last, when `omit` and `skipHidden` have seen its own name. */
function memberSteps(options: TransformOptions): MemberStep[] {
  const { flatten, omit, fields, outputFields } = options;
  const isTraced = makeIsTraced(options);
  const steps: MemberStep[] = [];
  if (flatten?.length) {
    const names = new Set(flatten);
    steps.push((members) => flattenMembers(members, names, isTraced));
  }
  if (omit?.length) {
    const names = new Set(omit);
    steps.push((members) => omitMembers(members, names));
  }
  if (isSkippingHidden(options)) steps.push(keepWhen((member) => !isHidden(member.rawName)));
  if (outputFields?.length) steps.push(pickFields(renamedFields(fields ?? [], outputFields), isTraced));
  else if (fields?.length)
    steps.push(
      pickFields(
        [...new Set(fields)].map((name) => ({ name, rawName: null })),
        isTraced,
      ),
    );
  return steps;
}

function keepWhen(keep: (member: Member) => boolean): MemberStep {
  return (members) => (members.every(keep) ? members : members.filter(keep));
}

/** Whether the parts of a field are asked for by its name. */
function makeIsTraced({ unwind = [], flatten = [], fields = [] }: TransformOptions): (field: string) => boolean {
  const traced = new Set([...unwind, ...flatten].filter((name) => fields.includes(name)));
  return (field) => traced.has(field);
}

/** Whether a member can make a difference: it is asked for, or taken apart, or in the way of something that is. */
function makeIsNeeded(options: TransformOptions): (member: Member) => boolean {
  const { unwind = [], flatten = [], fields = [], omit = [] } = options;
  const takenApart = new Set([...unwind, ...flatten]);
  const asked = fields.length > 0 ? new Set(fields) : null;
  const omitted = new Set(omit);
  const skipHidden = isSkippingHidden(options);
  return ({ name, rawName }) => {
    if (takenApart.has(name)) return true;
    if (asked && !asked.has(name)) return false;
    return !omitted.has(name) && !(skipHidden && isHidden(rawName));
  };
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
function pickFields(picks: readonly PickedField[], isTraced: (field: string) => boolean): MemberStep {
  return (members) => {
    const byName = new Map(members.map((member) => [member.name, member]));
    const picked = picks.flatMap(({ name, rawName }) => {
      const member = byName.get(name);
      const own = member ? [rawName === null ? member : { ...member, rawName }] : [];
      return isTraced(name) ? [...own, ...members.filter(({ origins }) => origins?.includes(name))] : own;
    });
    // A part may be asked for by its own name too.
    return picks.some(({ name }) => isTraced(name)) ? [...new Set(picked)] : picked;
  };
}
