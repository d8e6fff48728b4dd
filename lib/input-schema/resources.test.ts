import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InputResource, type ResourcePermission, resourcesOf } from './resources.ts';
import type { FieldSchema, Input } from './schema.ts';

const field = (rest: Partial<FieldSchema>): FieldSchema => ({ type: 'string', title: 't', description: '', ...rest });
const KINDS = { dataset: 'dataset', keyValueStore: 'key-value-store', requestQueue: 'request-queue' } as const;

/** A field, a value for it, and the storages that the value names with what that gives. */
interface Case {
  field: FieldSchema;
  value: unknown;
  named: InputResource[];
}

const names = fc.constantFrom('a', 'b', '~mine', 'jane~ds', 'X'.repeat(17), '__proto__');
const gives = fc.constantFrom<ResourcePermission[] | null>(null, ['read'], ['read', 'write']);

const resourceCase = fc
  .record({
    type: fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])),
    gives,
    texts: fc.array(names),
    isList: fc.boolean(),
  })
  .map(({ type, gives: given, texts, isList }): Case => {
    const value = isList ? texts : (texts[0] ?? '');
    const named = [value].flat().filter((text) => text !== '');
    return {
      field: field({
        type: isList ? 'array' : 'string',
        resourceType: type,
        ...(given && { resourcePermissions: given.map((permission) => permission.toUpperCase()) }),
      }),
      value,
      named: given ? named.map((text) => ({ kind: KINDS[type], text, permissions: given })) : [],
    };
  });

const otherCase = fc
  .jsonValue()
  .map((value): Case => ({ field: field({ type: 'object', editor: 'json' }), value, named: [] }));

const { anyCase } = fc.letrec<{ anyCase: Case }>((tie) => ({
  anyCase: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    resourceCase,
    otherCase,
    fc.dictionary(fc.constantFrom('p', 'q', 'constructor', '__proto__'), tie('anyCase')).map(ofParts),
    fc.tuple(tie('anyCase'), fc.nat(3)).map(
      ([{ field: items, value, named }, count]): Case => ({
        field: field({ type: 'array', items }),
        value: Array.from({ length: count }, () => value),
        named: count > 0 ? named : [],
      }),
    ),
  ),
}));

function ofParts(parts: Record<string, Case>): Case {
  const entries = Object.entries(parts);
  return {
    field: field({ type: 'object', properties: Object.fromEntries(entries.map(([name, part]) => [name, part.field])) }),
    value: Object.fromEntries(entries.map(([name, part]) => [name, part.value])),
    named: entries.flatMap(([, part]) => part.named),
  };
}

const merged = (all: InputResource[]) =>
  [...new Set(all.map(({ kind, text }) => `${kind} ${text}`))].map((key) => ({
    key,
    permissions: [
      ...new Set(all.filter((one) => `${one.kind} ${one.text}` === key).flatMap((one) => one.permissions)),
    ].sort(),
  }));

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

describe('the storages that an input names', () => {
  it('are those of its resource fields at any depth, each once, with all that is permitted', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyCase), (cases) => {
        const { field: whole, value, named } = ofParts(cases);
        const found = resourcesOf({ properties: whole.properties ?? {} }, value as Input);
        const asKeys = found.map(({ kind, text, permissions }) => ({ key: `${kind} ${text}`, permissions }));
        expect(asKeys.sort(byKey)).toEqual(merged(named).sort(byKey));
      }),
    );
  });

  it('are none of what has another shape than its field', () => {
    fc.assert(
      fc.property(anyCase, fc.jsonValue(), (one, value) => {
        const found = resourcesOf({ properties: { a: one.field } }, { a: value });
        for (const { text } of found) expect(JSON.stringify(value)).toContain(JSON.stringify(text));
      }),
    );
  });

  it('are nothing of what every object has', () => {
    const properties = { constructor: field({ resourceType: 'dataset', resourcePermissions: ['READ'] }) };
    expect(resourcesOf({ properties }, {})).toEqual([]);
  });
});
