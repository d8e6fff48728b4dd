import { expect, test } from 'vitest';
import { editorFor } from './editor-for.ts';
import { type InputField, inputSections, inputSectionsOver, inputToEdit, prefilledInput } from './fields.ts';
import type { FieldSchema, InputSchema } from './schema.ts';

const schemaOf = (properties: Record<string, FieldSchema>, required: string[] = []): InputSchema => ({
  title: 'Input',
  properties,
  required,
});

const fieldOf = (field: FieldSchema): InputField => {
  const shown = inputSections(schemaOf({ a: field }))[0]?.groups[0]?.fields[0];
  expect(shown).toBeDefined();
  return shown as InputField;
};

test('fields come in sections, and checkboxes in groups', () => {
  const sections = inputSections(
    schemaOf({
      a: { type: 'string', editor: 'textfield' },
      b: { type: 'boolean', groupCaption: 'Take', groupDescription: 'What to take.' },
      c: { type: 'boolean' },
      d: { type: 'string', editor: 'textfield' },
      e: { type: 'boolean', sectionCaption: 'Limits', sectionDescription: 'How much.' },
    }),
  );
  const names = sections.map(({ caption, groups }) => ({
    caption,
    groups: groups.map((group) => [group.caption, ...group.fields.map(({ name }) => name)]),
  }));
  expect(names).toEqual([
    {
      caption: null,
      groups: [
        [null, 'a'],
        ['Take', 'b', 'c'],
        [null, 'd'],
      ],
    },
    { caption: 'Limits', groups: [[null, 'e']] },
  ]);
});

test('a field with a default is not asked for', () => {
  const fields = inputSections(
    schemaOf({ a: { type: 'string' }, b: { type: 'string', default: '' }, c: { type: 'string' } }, ['a', 'b']),
  ).flatMap(({ groups }) => groups.flatMap((group) => group.fields));
  expect(fields.map(({ isRequired }) => isRequired)).toEqual([true, false, false]);
});

test('a new form holds prefills before defaults, nothing hidden, and no storage that the author chose', () => {
  const part = { type: 'string', resourceType: 'dataset', resourcePermissions: ['READ'] };
  const schema = schemaOf({
    a: { type: 'string', editor: 'textfield', prefill: 'x', default: 'y' },
    b: { type: 'integer', default: 0 },
    c: { type: 'string', editor: 'hidden', default: 'x' },
    d: { type: 'object', editor: 'schemaBased', properties: { p: part }, prefill: { p: 'secrets' } },
    e: { type: 'object', editor: 'schemaBased', properties: { p: part }, prefill: { q: 1 } },
  });
  expect(prefilledInput(schema)).toEqual({ a: 'x', b: 0, e: { q: 1 } });
});

test('the form of a given input holds it whole, and the defaults that come with it', () => {
  const schema = schemaOf({
    a: { type: 'string', editor: 'textfield', prefill: 'x', default: 'y' },
    b: { type: 'integer', default: 0, prefill: 1 },
    c: { type: 'boolean', prefill: true },
  });
  expect(inputToEdit(schema, { a: 'mine', unknown: 1 })).toEqual({ a: 'mine', b: 0, unknown: 1 });
});

const list = (editor: string, items?: FieldSchema): FieldSchema => ({ type: 'array', editor, ...(items && { items }) });

test.each<[string, FieldSchema, unknown, string]>([
  ['no value', { type: 'string', editor: 'textfield' }, undefined, 'text'],
  ['a text', { type: 'string', editor: 'textfield' }, 'x', 'text'],
  ['a text of two lines', { type: 'string', editor: 'textfield' }, 'x\ny', 'json'],
  ['a text of two lines where there is room', { type: 'string', editor: 'textarea' }, 'x\ny', 'textarea'],
  ['line breaks of another kind', { type: 'string', editor: 'python' }, 'x\r\ny', 'json'],
  ['a number for a text', { type: 'string', editor: 'textfield' }, 1, 'json'],
  ['null', { type: 'integer', nullable: true }, null, 'json'],
  ['a choice', { type: 'string', editor: 'select', enum: ['x'] }, 'x', 'select'],
  ['a choice that is not offered', { type: 'string', editor: 'select', enum: ['x'] }, 'y', 'json'],
  ['a suggestion not taken', { type: 'string', editor: 'select', enumSuggestedValues: ['x'] }, 'y', 'suggestions'],
  ['a day', { type: 'string', editor: 'datepicker' }, '2026-11-22', 'date'],
  ['a moment', { type: 'string', editor: 'datepicker' }, '2026-11-22T10:00:00Z', 'json'],
  ['days ago', { type: 'string', editor: 'datepicker', dateType: 'absoluteOrRelative' }, '3 days', 'text'],
  ['URLs', list('requestListSources'), [{ url: 'https://a/' }], 'links'],
  ['URLs with more to them', list('requestListSources'), [{ url: 'https://a/', method: 'POST' }], 'json'],
  ['a file of URLs', list('requestListSources'), [{ requestsFromUrl: 'https://a/' }], 'json'],
  ['patterns', list('globs'), [{ glob: '**' }], 'links'],
  ['lines', list('stringList'), ['x', 'y'], 'lines'],
  ['an empty line', list('stringList'), ['x', ''], 'json'],
  ['options', list('select', { type: 'string', enum: ['x', 'y'] }), ['y'], 'options'],
  ['an option twice', list('select', { type: 'string', enum: ['x', 'y'] }), ['y', 'y'], 'json'],
  ['pairs', list('keyValue'), [{ key: 'a', value: '' }], 'pairs'],
  ['more than pairs', list('keyValue'), [{ key: 'a', value: '', more: 1 }], 'json'],
  ['the automatic proxy', { type: 'object', editor: 'proxy' }, { useApifyProxy: true }, 'proxy'],
  ['a group of proxies', { type: 'object', editor: 'proxy' }, { useApifyProxy: true, apifyProxyGroups: ['X'] }, 'json'],
  ['storages', { type: 'array', resourceType: 'dataset' }, ['a', 'b'], 'storages'],
  ['no storage of ours', { type: 'string', resourceType: 'mcpConnector', editor: 'resourcePicker' }, 'a', 'text'],
])('%s is shown whole', (_what, field, value, editor) => {
  expect(editorFor(fieldOf(field), value)).toBe(editor);
});

test('a form over another input asks for nothing, and shows what it leaves as it is', () => {
  const schema = schemaOf(
    {
      shop: { type: 'string', editor: 'textfield' },
      pages: { type: 'integer', default: 3 },
      deep: { type: 'boolean', default: false },
      key: { type: 'string', editor: 'textfield', isSecret: true },
      hasOwn: { type: 'string', editor: 'textfield', example: 'x' },
    },
    ['shop'],
  );
  const below = { shop: 'north', deep: true, key: 'portcullis' };
  const [section] = inputSectionsOver(schema, below);
  const fields = section?.groups.flatMap((group) => group.fields) ?? [];
  expect(fields.map(({ isRequired, hasDefault }) => isRequired || hasDefault)).toEqual(Array(5).fill(false));
  expect(fields.map(({ shownDefault, example }) => [shownDefault, example])).toEqual([
    ['north', 'north'],
    [3, '3'],
    [true, 'true'],
    [null, null],
    [null, 'x'],
  ]);
  expect(JSON.stringify(fields)).not.toContain('portcullis');
});
