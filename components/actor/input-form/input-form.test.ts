import { text as textOf } from 'node:stream/consumers';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { prerenderToNodeStream } from 'react-dom/static';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InputProblem } from '@/lib/input-schema/compile.ts';
import { inputSections, prefilledInput } from '@/lib/input-schema/fields.ts';
import type { FieldSchema, Input } from '@/lib/input-schema/schema.ts';
import { Description } from './description.tsx';
import { InputForm } from './input-form.tsx';
import { parseInput, withField } from './json.ts';
import { problemsByField, problemWords } from './problems.ts';

const schemaOf = (properties: Record<string, FieldSchema>, required: string[] = []) => ({
  title: 'Input',
  properties,
  required,
});

/** As the server sends it, with the editors that come in files of their own. */
async function render(
  schema: ReturnType<typeof schemaOf>,
  problems: InputProblem[] = [],
  value?: Input,
): Promise<string> {
  const sections = inputSections(schema);
  const form = createElement(InputForm, { sections, value: value ?? prefilledInput(schema), problems });
  const { prelude } = await prerenderToNodeStream(form);
  return (await textOf(prelude)).replaceAll(/<!--.*?-->/g, '');
}

/** The opening tag of the control that a label is for. */
function controlOf(html: string, label: string): string {
  const id = new RegExp(`<label for="([^"]+)"[^>]*>${label}`).exec(html)?.[1];
  const tag = id && new RegExp(`<(?:input|textarea|select)[^>]* ?id="${id}"[^>]*>`).exec(html)?.[0];
  expect(tag, `a control labelled ${label}`).toBeTruthy();
  return tag ?? '';
}

/** The texts that describe a control. */
function describedBy(html: string, control: string): string[] {
  const ids = /aria-describedby="([^"]+)"/.exec(control)?.[1]?.split(' ') ?? [];
  return ids.map(
    (id) => new RegExp(`id="${id}"[^>]*>(.*?)</p>`, 's').exec(html)?.[1]?.replace(/<[^>]*>/g, '') ?? 'missing',
  );
}

describe('the form as it is sent', () => {
  const fields: Record<string, FieldSchema> = {
    text: { type: 'string', editor: 'textfield', title: 'Text', description: 'A text.' },
    area: { type: 'string', editor: 'textarea', title: 'Area', description: 'An area.' },
    code: { type: 'string', editor: 'javascript', title: 'Code', description: 'A function.' },
    count: { type: 'integer', title: 'Count', description: 'A number.', minimum: 1, maximum: 9 },
    choice: {
      type: 'string',
      editor: 'select',
      enum: ['x'],
      enumTitles: ['The X'],
      title: 'Choice',
      description: 'One.',
    },
    other: { type: 'string', editor: 'select', enumSuggestedValues: ['x'], title: 'Other', description: 'Any.' },
    day: { type: 'string', editor: 'datepicker', title: 'Day', description: 'A day.' },
    lines: { type: 'array', editor: 'stringList', title: 'Lines', description: 'Some.' },
    urls: { type: 'array', editor: 'requestListSources', title: 'Start URLs', description: 'Where.' },
    globs: { type: 'array', editor: 'globs', title: 'Globs', description: 'Which.' },
    json: { type: 'object', editor: 'json', title: 'Json', description: 'Anything.' },
    parts: { type: 'object', editor: 'schemaBased', title: 'Parts', description: 'Several.' },
    any: { type: ['string', 'integer'], editor: 'json', title: 'Any', description: 'Either.' },
    proxy: { type: 'object', editor: 'proxy', title: 'Proxy', description: 'Through.' },
    file: { type: 'string', editor: 'fileupload', title: 'File', description: 'A URL.' },
    from: {
      type: 'string',
      resourceType: 'dataset',
      resourcePermissions: ['READ'],
      title: 'From',
      description: 'Source.',
    },
    into: {
      ...{ type: 'array', resourceType: 'keyValueStore', resourcePermissions: ['READ', 'WRITE'] },
      ...{ title: 'Into', description: 'Targets.' },
    },
  };
  let html: string;
  beforeAll(async () => {
    html = await render(schemaOf(fields, ['text']));
  });

  test.each(Object.values(fields))('labels and describes $title', ({ title, description }) => {
    const control = controlOf(html, title ?? '');
    expect(describedBy(html, control).join(' ')).toContain(description);
    expect(control).not.toContain('aria-invalid');
  });

  test('says what naming a storage permits', () => {
    expect(describedBy(html, controlOf(html, 'From')).join()).toContain('may read the dataset you name');
    expect(describedBy(html, controlOf(html, 'Into')).join()).toContain(
      'may read and write the key-value store you name',
    );
  });

  test('marks what is required, in words and for screen readers', () => {
    expect(html).toContain('Text<span class="font-normal text-faint"> (required)</span>');
    expect(controlOf(html, 'Text')).toContain('aria-required="true"');
    expect(controlOf(html, 'Area')).not.toContain('aria-required');
  });

  test('has a field of JSON for who has no JavaScript, and none besides', () => {
    const named = [...html.matchAll(/<[a-z]+ [^>]*name="input"/g)];
    expect(named).toHaveLength(1);
    expect(/<noscript>.*<textarea[^>]*name="input".*<\/noscript>/s.test(html)).toBe(true);
  });
});

test('an error stands beside its field and is tied to it; one of no field is in the summary alone', async () => {
  const schema = schemaOf({
    a: { type: 'string', editor: 'textfield', title: 'First', sectionCaption: 'More' },
    b: { type: 'boolean', title: 'Second' },
    c: { type: 'array', editor: 'keyValue', title: 'Third' },
    d: { type: 'string', editor: 'hidden', title: 'Fourth' },
  });
  const html = await render(schema, [
    { field: 'a', message: 'Field input.a is required' },
    { field: 'c.0.key', message: 'Field input.c.0.key must be string' },
    { field: 'd', message: 'Field input.d is required' },
  ]);
  const control = controlOf(html, 'First');
  expect(control).toContain('aria-invalid="true"');
  expect(describedBy(html, control)[0]).toBe('This is required');
  expect(html).toContain('0.key must be string');
  // A section with something wrong in it is open.
  expect(html).toContain('<details open=""');
  expect(html).toMatch(
    /role="alert".*<a href="#[^"]+"[^>]*>First: This is required<\/a>.*<li[^>]*>Field input\.d is required<\/li>/s,
  );
});

test('what is wrong with a saved input stands beside its field alone', () => {
  const schema = schemaOf({ a: { type: 'string', editor: 'textfield', title: 'First' } });
  const savedProblems = [{ field: 'a', message: 'Field input.a is required' }];
  const html = renderToStaticMarkup(
    createElement(InputForm, { sections: inputSections(schema), value: {}, savedProblems }),
  );
  expect(describedBy(html, controlOf(html, 'First'))[0]).toBe('This is required');
  expect(html).not.toContain('role="alert"');
});

test('a field that is left out shows the default that the run gets', async () => {
  const html = await render(
    schemaOf({
      on: { type: 'boolean', title: 'On', default: true },
      choice: { type: 'string', editor: 'select', enum: ['x', 'y'], default: 'y', title: 'Choice' },
      count: { type: 'integer', default: 7, title: 'Count' },
    }),
    [],
    {},
  );
  expect(html).toMatch(/type="checkbox"[^>]* checked=""/);
  expect(html).toContain('<option value="y" selected="">y</option>');
  expect(html).not.toContain('Not chosen');
  expect(controlOf(html, 'Count')).toContain('placeholder="7"');
});

test('secrets are typed unseen', async () => {
  const html = await render(
    schemaOf({
      a: { type: 'string', editor: 'textfield', isSecret: true, title: 'Key' },
      b: { type: 'string', editor: 'textarea', isSecret: true, title: 'Letter' },
    }),
  );
  expect(controlOf(html, 'Key')).toContain('type="password"');
  expect(controlOf(html, 'Letter')).toContain('text-security:disc');
});

test('what an editor would lose is shown as JSON', async () => {
  const schema = schemaOf({ a: { type: 'array', editor: 'requestListSources', title: 'Start URLs' } });
  const html = await render(schema, [], { a: [{ url: 'https://a/', method: 'POST' }] });
  expect(html).toContain('&quot;method&quot;: &quot;POST&quot;');
  expect(html).toContain('Shown as JSON');
});

test.each([
  [
    '[docs](https://a.example/b)',
    '<a href="https://a.example/b" target="_blank" rel="noreferrer nofollow ugc">docs</a>',
  ],
  ['See https://a.example/b.', '>https://a.example/b</a>.'],
  [
    '<a href="https://a.example" onclick="x()">a</a>',
    '<a href="https://a.example" target="_blank" rel="noreferrer nofollow ugc">a</a>',
  ],
  ['`x` and **y**<br>z', '<code class="font-mono">x</code> and <strong>y</strong>\nz'],
  ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
  ['<a href="javascript:alert(1)">x</a>', '&lt;a href=&quot;javascript:alert(1)&quot;&gt;x&lt;/a&gt;'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['<code><script>x</script></code>', '&lt;script&gt;'],
])('of a description, %s is links and words only', (text, html) => {
  expect(renderToStaticMarkup(createElement(Description, { text }))).toContain(html);
});

test.each([...['[', '<a href="https://', '**', '`', '[x](https://', 'https://a ', '<a ']])(
  'a description of nothing but %s is cut where nobody reads on',
  (piece) => {
    const html = renderToStaticMarkup(createElement(Description, { text: piece.repeat(400_000 / piece.length) }));
    expect(
      html
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&quot;', '"').length,
    ).toBeLessThanOrEqual(10_001);
    expect(html).toContain('…');
  },
);

test('a problem goes to the field with the longest name that it is of', () => {
  const problems = ['a.b.c', 'a.x', 'ab', ''].map((field) => ({ field, message: field }));
  const owners = [...problemsByField(problems, ['a', 'a.b'])].map(([name, own]) => [
    name,
    own.map(({ field }) => field),
  ]);
  expect(Object.fromEntries(owners)).toEqual({ 'a.b': ['a.b.c'], a: ['a.x'], '': ['ab', ''] });
  expect(problemWords({ field: 'a', message: 'Field input.a must NOT be x' }, 'a')).toBe('This must not be x');
});

test('fields that are set keep the others, in their order, whatever their names', () => {
  const input = parseInput('{"z":1,"__proto__":2,"a":3}');
  expect(input.problem).toBeNull();
  const before = 'value' in input ? input.value : {};
  expect(JSON.stringify(withField(before, '__proto__', 5))).toBe('{"z":1,"__proto__":5,"a":3}');
  expect(JSON.stringify(withField(before, 'z', undefined))).toBe('{"__proto__":2,"a":3}');
  expect(JSON.stringify(withField({}, '__proto__', 1))).toBe('{"__proto__":1}');
  expect(parseInput('[]').problem).toContain('JSON object');
});
