/** What a form needs to know of an input schema. Pure, for components in the browser. */

import type { StorageKind } from '../vocabulary.ts';
import { fieldResource, type ResourcePermission, resourcesOf } from './resources.ts';
import type { FieldSchema, Input, InputSchema } from './schema.ts';

/** `json` stands for everything that has no editor of its own here. */
export const EDITORS = [
  'text',
  'textarea',
  'code',
  'number',
  'checkbox',
  'select',
  'suggestions',
  'date',
  'options',
  'lines',
  'links',
  'pairs',
  'proxy',
  'storage',
  'storages',
  'json',
  'hidden',
] as const;
export type Editor = (typeof EDITORS)[number];

export interface InputField {
  name: string;
  title: string;
  description: string;
  editor: Editor;
  /** What JSON it must be: one of the types of the schema. */
  types: string[];
  /** It must be given, since there is no default. */
  isRequired: boolean;
  isSecret: boolean;
  hasDefault: boolean;
  /** What the run gets when the field is left out, where an editor can show that. */
  shownDefault: string | number | boolean | null;
  example: string | null;
  options: { value: string; title: string }[];
  minimum: number | null;
  maximum: number | null;
  unit: string | null;
  /** Of `links`: the property that holds the link. */
  linkKey: string;
  placeholders: { key: string; value: string };
  resource: { kind: StorageKind; permissions: ResourcePermission[] } | null;
}

/** Fields below one caption, or a single field without. */
export interface FieldGroup {
  caption: string | null;
  description: string;
  fields: InputField[];
}

/** A part of the form. Only the first may be without a caption; the others can be closed. */
export interface InputSection {
  caption: string | null;
  description: string;
  groups: FieldGroup[];
}

/** The fields in their order, in sections and groups. Source: specification, `sectionCaption`, `groupCaption`. */
export function inputSections(schema: InputSchema): InputSection[] {
  const sections: InputSection[] = [{ caption: null, description: '', groups: [] }];
  let isInGroup = false;
  for (const [name, field] of Object.entries(schema.properties)) {
    if (field.sectionCaption) {
      sections.push({ caption: field.sectionCaption, description: field.sectionDescription ?? '', groups: [] });
      isInGroup = false;
    }
    const groups = sections.at(-1)?.groups;
    const shown = inputField(name, field, schema);
    if (field.groupCaption) {
      groups?.push({ caption: field.groupCaption, description: field.groupDescription ?? '', fields: [shown] });
      isInGroup = true;
    } else if (isInGroup && field.type === 'boolean') groups?.at(-1)?.fields.push(shown);
    else {
      groups?.push({ caption: null, description: '', fields: [shown] });
      isInGroup = false;
    }
  }
  return sections.filter(({ groups }) => groups.length > 0);
}

/**
 * What a new form holds: prefills, or else defaults. Values that open a storage are left out: who starts the run names it, not the author.
 * Source: specification, `prefill`.
 */
export const prefilledInput = (schema: InputSchema): Input =>
  authorsValues(schema, ({ prefill, default: fallback }) => prefill ?? fallback);

/** What the form of an input that was given before holds, such as a task's: that, and the defaults that would be taken besides. */
export const inputToEdit = (schema: InputSchema, given: Input): Input =>
  Object.fromEntries([
    ...Object.entries(authorsValues(schema, (field) => field.default)),
    // Entries that come later win.
    ...Object.entries(given),
  ]);

/**
 * The form of an input that is put over another one, field by field: what is left out is as it is `below`, which the form shows where it can.
 * Nothing is required, and no field has a default besides.
 */
export const inputSectionsOver = (schema: InputSchema, below: Input): InputSection[] =>
  inputSections(schema).map((section) => ({
    ...section,
    groups: section.groups.map((group) => ({ ...group, fields: group.fields.map((field) => fieldOver(field, below)) })),
  }));

function fieldOver(field: InputField, below: Input): InputField {
  const value = Object.hasOwn(below, field.name) ? below[field.name] : field.shownDefault;
  const shown = isPlain(value) && !field.isSecret ? value : null;
  return {
    ...{ ...field, isRequired: false, hasDefault: false, shownDefault: shown },
    example: shown === null ? field.example : String(shown),
  };
}

function authorsValues({ properties }: InputSchema, chosen: (field: FieldSchema) => unknown): Input {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) => {
      const value = field.editor === 'hidden' ? undefined : chosen(field);
      if (value === undefined) return [];
      return resourcesOf({ properties: { [name]: field } }, { [name]: value }).length > 0 ? [] : [[name, value]];
    }),
  );
}

function inputField(name: string, field: FieldSchema, schema: InputSchema): InputField {
  const { items } = field;
  const values = field.enum ?? items?.enum ?? field.enumSuggestedValues ?? items?.enumSuggestedValues ?? [];
  const titles = field.enumTitles ?? items?.enumTitles ?? [];
  return {
    name,
    title: field.title || name,
    description: field.description ?? '',
    editor: editorOf(field),
    types: [field.type].flat(),
    isRequired: field.default === undefined && (schema.required ?? []).includes(name),
    isSecret: field.isSecret === true,
    hasDefault: field.default !== undefined,
    shownDefault: isPlain(field.default) ? field.default : null,
    example: isPlain(field.example) ? String(field.example) : null,
    options: values.map((value, place) => ({ value, title: titles[place] || value })),
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    unit: field.unit ?? null,
    linkKey: LINK_KEYS.get(field.editor ?? '') ?? 'url',
    placeholders: { key: field.placeholderKey ?? '', value: field.placeholderValue ?? '' },
    resource: fieldResource(field),
  };
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const LINK_KEYS = new Map([
  ['requestListSources', 'url'],
  ['globs', 'glob'],
  ['pseudoUrls', 'purl'],
]);

const EDITOR_OF = new Map<string | undefined, Editor>([
  ['javascript', 'code'],
  ['python', 'code'],
  ['textarea', 'textarea'],
  ['textfield', 'text'],
  ['fileupload', 'text'],
]);

function editorOf(field: FieldSchema): Editor {
  if (field.editor === 'hidden') return 'hidden';
  switch (field.type) {
    case 'boolean':
      return 'checkbox';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      if (fieldResource(field)) return 'storage';
      if (field.enum) return 'select';
      if (field.enumSuggestedValues) return 'suggestions';
      if (field.editor === 'datepicker') return field.dateType?.includes('elative') ? 'text' : 'date';
      return EDITOR_OF.get(field.editor) ?? 'text';
    case 'array':
      return arrayEditorOf(field);
    case 'object':
      return field.editor === 'proxy' ? 'proxy' : 'json';
    default:
      return 'json';
  }
}

function arrayEditorOf(field: FieldSchema): Editor {
  if (fieldResource(field)) return 'storages';
  switch (field.editor) {
    case 'select':
      return field.items?.enum ? 'options' : 'lines';
    case 'stringList':
    case 'fileupload':
      return 'lines';
    case 'keyValue':
      return 'pairs';
    case 'requestListSources':
    case 'globs':
    case 'pseudoUrls':
      return 'links';
    default:
      return 'json';
  }
}
