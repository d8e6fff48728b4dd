import { expect, test } from 'vitest';
import type { Scope } from '../authorization/types.ts';
import { bothScopes, onlyTargets } from './scope.ts';

const NONE: Scope = { resources: [], kinds: [], create: [] };
const KINDS = new Map([
  ['a', 'actor' as const],
  ['d', 'dataset' as const],
]);
const both = (one: Partial<Scope>, other: Partial<Scope>) =>
  bothScopes({ ...NONE, ...one }, { ...NONE, ...other }, KINDS);

test('what only one of two scopes permits is in neither', () => {
  const one = {
    resources: [{ id: 'a', permissions: ['run' as const] }],
    create: ['dataset' as const, 'task' as const],
  };
  const other = { resources: [{ id: 'd', permissions: ['read' as const] }], create: ['dataset' as const] };
  expect(both(one, other)).toEqual({ resources: [], kinds: [], create: ['dataset'] });
});

test('a kind in one and a resource of that kind in the other make the resource', () => {
  const one = { kinds: [{ kind: 'dataset' as const, permissions: ['write' as const] }] };
  const other = {
    resources: [
      { id: 'd', permissions: ['read' as const] },
      { id: 'a', permissions: ['run' as const] },
    ],
  };
  expect(both(one, other)).toEqual({ ...NONE, resources: [{ id: 'd', permissions: ['read'] }] });
  expect(both(other, one)).toEqual(both(one, other));
});

test('kinds keep what both permit, and writing is reading too', () => {
  const one = { kinds: [{ kind: 'dataset' as const, permissions: ['write' as const] }] };
  const other = { kinds: [{ kind: 'dataset' as const, permissions: ['read' as const] }] };
  expect(both(one, other).kinds).toEqual([{ kind: 'dataset', permissions: ['read'] }]);
  expect(both(one, one).kinds).toEqual([{ kind: 'dataset', permissions: ['write', 'read'] }]);
});

test('a resource that is gone is of no kind', () => {
  const one = { kinds: [{ kind: 'actor' as const, permissions: ['run' as const] }] };
  expect(both(one, onlyTargets([{ id: 'gone', permissions: ['run'] }])).resources).toEqual([]);
});
