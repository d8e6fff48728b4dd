/**
 * An Actor's input schema, as far as the product reads it. What is valid is decided by `InputSchemaReader`; after that these are facts.
 * Source: Actor input schema specification; the platform's own schema of it, `input.schema.json`.
 */
export interface InputSchema {
  title: string;
  description?: string;
  properties: Record<string, FieldSchema>;
  required?: string[];
}

/** A field of an input, or a part of one: the same shape describes properties of objects and items of arrays. */
export interface FieldSchema {
  type: string | string[];
  title?: string;
  description?: string;
  editor?: string;
  /** Taken where the caller says nothing. */
  default?: unknown;
  /** Only ever put into a form. */
  prefill?: unknown;
  example?: unknown;
  nullable?: boolean;
  isSecret?: boolean;
  enum?: string[];
  enumTitles?: string[];
  enumSuggestedValues?: string[];
  dateType?: 'absolute' | 'relative' | 'absoluteOrRelative';
  minimum?: number;
  maximum?: number;
  minItems?: number;
  unit?: string;
  placeholderKey?: string;
  placeholderValue?: string;
  properties?: Record<string, FieldSchema>;
  items?: FieldSchema;
  resourceType?: string;
  resourcePermissions?: string[];
  sectionCaption?: string;
  sectionDescription?: string;
  groupCaption?: string;
  groupDescription?: string;
}

/** What is wrong with an input schema, in words for who wrote it. */
export class InputSchemaProblem extends Error {}

export type Input = Record<string, unknown>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Deeper than anybody writes by hand, and far from where functions that call themselves run out of stack. */
const MAX_DEPTH = 200;

/** Whether parsed JSON is nested too deeply to be looked at. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return false;
}

/** Names of fields whose values are not to be shown. Only whole fields can be secret. Source: Secret input. */
export const secretFields = ({ properties }: InputSchema): string[] =>
  Object.entries(properties).flatMap(([name, { isSecret }]) => (isSecret === true ? [name] : []));

/** The input that a run gets: what was given, and defaults of the fields that were left out. Source: specification, `default`. */
export function withDefaults({ properties }: InputSchema, given: Input): Input {
  const missing = Object.entries(properties).flatMap(([name, field]) =>
    field.default === undefined || Object.hasOwn(given, name) ? [] : [[name, field.default] as const],
  );
  // Entries make a field of any name, `__proto__` too.
  return Object.fromEntries([...Object.entries(given), ...missing]);
}
