import path from 'node:path';
import { test } from 'vitest';
import { factsAbout, PROGRAMS, RUN } from '../testing/cast.ts';
import { anonymous, scope, scopeOn, session, token } from '../testing/facts.ts';
import { expectGolden, shown, table } from '../testing/golden.ts';
import { decideResource } from './decide.ts';
import { PERMISSIONS_OF, type Principal } from './types.ts';

const WEBHOOK = 'RitasWebhook00001';

const ofKind = (permission: 'read' | 'write') => scope({ kinds: [{ kind: 'webhook', permissions: [permission] }] });
const PEOPLE: Record<string, Principal> = {
  anonymous,
  'rita, signed in': session('rita'),
  'rita, token': token('rita'),
  'rita, token scoped to nothing': token('rita', scope()),
  'rita, another token scoped to nothing': { ...token('rita', scope()), tokenId: 'another' } as Principal,
  'rita, token scoped to read this webhook': token('rita', scopeOn(WEBHOOK, 'read')),
  'rita, token scoped to write this webhook': token('rita', scopeOn(WEBHOOK, 'write')),
  'rita, token scoped to write another webhook': token('rita', scopeOn('RitasWebhook00002', 'write')),
  'rita, token scoped to read all webhooks': token('rita', ofKind('read')),
  'rita, token scoped to write all webhooks': token('rita', ofKind('write')),
  'a webhook of rita, as her account': { ...token('rita'), of: 'webhook' } as Principal,
  'a webhook of rita, scoped to nothing': { ...token('rita', scope()), tokenId: WEBHOOK, of: 'webhook' } as Principal,
  'adam (owns the Actor it waits for), signed in': session('adam'),
  'stan (a stranger), signed in': session('stan'),
  'stan, token scoped to write all webhooks': token('stan', ofKind('write')),
  ...PROGRAMS,
};

const WEBHOOKS = {
  "Rita's webhook": {},
  'the same, made by "token of rita"': { createdByTokenId: 'token of rita' },
  'the same, made by the run': {
    createdByRun: { id: RUN, actorId: 'AdamsActor0000001', level: 'LIMITED_PERMISSIONS' as const },
  },
};

test('the golden matrix of webhooks is the one that was reviewed', () => {
  const asked = PERMISSIONS_OF.webhook;
  const parts = Object.entries(WEBHOOKS).map(([heading, about]) => {
    const resource = { kind: 'webhook' as const, id: WEBHOOK, ownerId: 'rita', ...about };
    const rows = Object.entries(PEOPLE).map(([name, principal]) => [
      name,
      ...asked.map((permission) => shown(decideResource(permission, factsAbout(principal, { resource })))),
    ]);
    return `== ${heading} ==\n${table(['', ...asked], rows)}`;
  });
  const title =
    'Who may do what with a webhook\n✔ permitted, ✘ refused; a refusal without a rule is the default. UPDATE_GOLDEN=1 writes it anew.';
  expectGolden(path.join(import.meta.dirname, 'decisions.webhooks.golden.txt'), `${[title, ...parts].join('\n\n')}\n`);
});
