import type { Editor, InputField } from './fields.ts';
import { isRecord } from './schema.ts';

/**
 * The editor that shows a value whole. What a field's own editor would lose, such as the headers of a request in a list of URLs, is shown
 * as JSON.
 */
export function editorFor(field: InputField, value: unknown): Editor {
  return value === undefined || shows(field, value) ? field.editor : 'json';
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isLine = (value: unknown): value is string => isText(value) && value !== '' && !/[\r\n]/.test(value);
const has = (value: unknown, ...names: string[]): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));

function shows(field: InputField, value: unknown): boolean {
  const isListOf = (test: (item: unknown) => boolean) => Array.isArray(value) && value.every(test);
  const isOffered = (one: unknown) => field.options.some((option) => option.value === one);
  switch (field.editor) {
    case 'hidden':
    case 'json':
      return true;
    // A field of one line drops line breaks, and a field of several turns them all into one kind.
    case 'text':
    case 'suggestions':
    case 'storage':
      return isText(value) && !/[\r\n]/.test(value);
    case 'textarea':
    case 'code':
      return isText(value) && !value.includes('\r');
    case 'number':
      return typeof value === 'number';
    case 'checkbox':
      return typeof value === 'boolean';
    case 'select':
      return isOffered(value);
    case 'date':
      return isText(value) && /^(\d{4}-\d{2}-\d{2})?$/.test(value);
    case 'options':
      return isListOf(isOffered) && new Set(value as unknown[]).size === (value as unknown[]).length;
    case 'lines':
    case 'storages':
      return isListOf(isLine);
    case 'links':
      return isListOf(
        (item) => has(item, field.linkKey) && isLine(item[field.linkKey]) && !hasEdges(item[field.linkKey]),
      );
    case 'pairs':
      return isListOf(
        (item) => has(item, 'key', 'value') && [item.key, item.value].every((one) => one === '' || isLine(one)),
      );
    case 'proxy':
      return proxyKind(value) !== null;
  }
}

const hasEdges = (value: unknown) => isText(value) && value.trim() !== value;

/** Which of the choices that the form offers a proxy setting is; null for others, such as groups of proxies. */
export function proxyKind(value: unknown): 'none' | 'automatic' | 'own' | null {
  if (has(value, 'useApifyProxy')) {
    if (value.useApifyProxy === true) return 'automatic';
    return value.useApifyProxy === false ? 'none' : null;
  }
  const isOwn = has(value, 'useApifyProxy', 'proxyUrls') && value.useApifyProxy === false;
  return isOwn && Array.isArray(value.proxyUrls) && value.proxyUrls.every(isLine) ? 'own' : null;
}
