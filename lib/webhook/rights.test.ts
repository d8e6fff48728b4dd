import { describe, expect, test } from 'vitest';
import type { Principal, Scope } from '../authorization/types.ts';
import { program } from '../testing/cast.ts';
import { anonymous, scope, session, token } from '../testing/facts.ts';
import type { ResourceKind } from '../vocabulary.ts';
import { narrowed, rightsOf, type WebhookRights } from './rights.ts';

const narrow = scope({ resources: [{ id: 'actor', permissions: ['run'] }] });

test.each<[string, Principal, WebhookRights]>([
  ['a person', session('olga'), { carriesToken: true, scope: null }],
  ['an unscoped token', token('olga'), { carriesToken: true, scope: null }],
  ['a scoped token', token('olga', narrow), { carriesToken: true, scope: narrow }],
  ['a full run', program('FULL_PERMISSIONS'), { carriesToken: true, scope: null }],
  [
    'a full run of a scoped token',
    program('FULL_PERMISSIONS', { scope: narrow }),
    { carriesToken: true, scope: narrow },
  ],
  ['a limited run', program('LIMITED_PERMISSIONS'), { carriesToken: false, scope: null }],
  ['nobody', anonymous, { carriesToken: false, scope: null }],
])('%s lends a webhook what it has itself', (_, principal, rights) => {
  expect(rightsOf(principal)).toEqual(rights);
});

describe('an editor', () => {
  const all: WebhookRights = { carriesToken: true, scope: null };
  const none: WebhookRights = { carriesToken: false, scope: null };
  const scoped = (of: Partial<Scope>): WebhookRights => ({ carriesToken: true, scope: scope(of) });
  const kinds = new Map<string, ResourceKind>([
    ['actor', 'actor'],
    ['store', 'dataset'],
  ]);

  test.each<[string, WebhookRights, WebhookRights, WebhookRights]>([
    ['widens nothing', none, all, none],
    ['takes away what he has not', all, none, none],
    ['keeps what is narrower', scoped({ create: ['dataset'] }), all, scoped({ create: ['dataset'] })],
    ['narrows what is wider', all, scoped({ create: ['dataset'] }), scoped({ create: ['dataset'] })],
    [
      'leaves what both have of one resource',
      scoped({
        resources: [
          { id: 'store', permissions: ['write'] },
          { id: 'actor', permissions: ['run'] },
        ],
      }),
      scoped({
        resources: [
          { id: 'store', permissions: ['read'] },
          { id: 'other', permissions: ['read'] },
        ],
      }),
      scoped({ resources: [{ id: 'store', permissions: ['read'] }] }),
    ],
    [
      'leaves of a kind what the other has of one resource',
      scoped({ kinds: [{ kind: 'dataset', permissions: ['read', 'write'] }] }),
      scoped({
        resources: [
          { id: 'store', permissions: ['read'] },
          { id: 'actor', permissions: ['run'] },
        ],
      }),
      scoped({ resources: [{ id: 'store', permissions: ['read'] }] }),
    ],
    [
      'leaves of a kind what both have',
      scoped({
        kinds: [
          { kind: 'dataset', permissions: ['read'] },
          { kind: 'run', permissions: ['read'] },
        ],
        create: ['dataset', 'task'],
      }),
      scoped({ kinds: [{ kind: 'dataset', permissions: ['read', 'write'] }], create: ['task'] }),
      scoped({ kinds: [{ kind: 'dataset', permissions: ['read'] }], create: ['task'] }),
    ],
  ])('%s', (_, before, editor, after) => {
    expect(narrowed(before, editor, kinds)).toEqual(after);
  });
});
