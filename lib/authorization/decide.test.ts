import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FULL, LIMITED, program } from '../testing/cast.ts';
import {
  anonymous,
  DATASET,
  factsOf,
  grant,
  OTHER_DATASET,
  scope,
  scopeOn,
  scopeOnAll,
  session,
  token,
  type Who,
} from '../testing/facts.ts';
import { expectGolden, shown, table } from '../testing/golden.ts';
import { ACCOUNT_GENERAL_ACCESS, GENERAL_ACCESS } from '../vocabulary.ts';
import { ACCOUNT_RULES } from './account-rules.ts';
import { decideAccount as decideOnAccount, decideResource } from './decide.ts';
import {
  type AccountFacts,
  type AccountPermission,
  PERMISSIONS_OF,
  type Permission,
  type ResourceFacts,
} from './types.ts';

const READ = grant('read');
const WRITE = grant('read', 'write');
const READ_AND_SHARE = grant('read', 'share');

/** Everybody who may knock at the door of Olga's dataset, in the words of the golden file. */
const PEOPLE: Record<string, Who> = {
  anonymous: { principal: anonymous },
  'olga (owner), signed in just now': { principal: session('olga') },
  'olga, signed in long ago': { principal: session('olga', false) },
  'olga, token': { principal: token('olga') },
  'olga, token scoped to read this dataset': { principal: token('olga', scopeOn(DATASET, 'read')) },
  'olga, token scoped to write this dataset': { principal: token('olga', scopeOn(DATASET, 'write')) },
  'olga, token scoped to share this dataset': { principal: token('olga', scopeOn(DATASET, 'read', 'write', 'share')) },
  'olga, token scoped to write another dataset': { principal: token('olga', scopeOn(OTHER_DATASET, 'write')) },
  'olga, token scoped to read all datasets': { principal: token('olga', scopeOnAll('read')) },
  'olga, token scoped to write all datasets': { principal: token('olga', scopeOnAll('write')) },
  'olga, token scoped to create datasets': { principal: token('olga', scope({ create: ['dataset'] })) },
  'olga, token scoped to nothing': { principal: token('olga', scope()) },
  'colin (granted read), signed in': { principal: session('colin'), grants: READ },
  'colin, token': { principal: token('colin'), grants: READ },
  'colin, token scoped to read this dataset': { principal: token('colin', scopeOn(DATASET, 'read')), grants: READ },
  'colin, token scoped to write this dataset': { principal: token('colin', scopeOn(DATASET, 'write')), grants: READ },
  'colin, token scoped to read all datasets': { principal: token('colin', scopeOnAll('read')), grants: READ },
  'colin, token scoped to nothing': { principal: token('colin', scope()), grants: READ },
  'wendy (granted write), signed in': { principal: session('wendy'), grants: WRITE },
  'wendy, token': { principal: token('wendy'), grants: WRITE },
  'wendy, token scoped to read this dataset': { principal: token('wendy', scopeOn(DATASET, 'read')), grants: WRITE },
  'wendy, token scoped to write this dataset': { principal: token('wendy', scopeOn(DATASET, 'write')), grants: WRITE },
  'shirley (granted read and share), signed in': { principal: session('shirley'), grants: READ_AND_SHARE },
  'shirley, signed in long ago': { principal: session('shirley', false), grants: READ_AND_SHARE },
  'shirley, token': { principal: token('shirley'), grants: READ_AND_SHARE },
  'shirley, token scoped to share this dataset': {
    principal: token('shirley', scopeOn(DATASET, 'read', 'share')),
    grants: READ_AND_SHARE,
  },
  'stan (a stranger), signed in': { principal: session('stan') },
  'stan, token': { principal: token('stan') },
  'stan, token scoped to write this dataset': { principal: token('stan', scopeOn(DATASET, 'write')) },
  'stan, token scoped to write all datasets': { principal: token('stan', scopeOnAll('write')) },
  'anonymous, with a valid link': { principal: anonymous, link: 'valid' },
  'anonymous, with an expired link': { principal: anonymous, link: 'expired' },
  'anonymous, with a revoked link': { principal: anonymous, link: 'revoked' },
  'anonymous, with a forged link': { principal: anonymous, link: 'forged' },
  "anonymous, with a link that outlives the owner's limit": { principal: anonymous, link: 'refused-by-policy' },
  'stan, token, with a valid link': { principal: token('stan'), link: 'valid' },
  'stan, token, with a revoked link': { principal: token('stan'), link: 'revoked' },
  'olga, token scoped to nothing, with a valid link': { principal: token('olga', scope()), link: 'valid' },
};

const ACCOUNT_PERMISSIONS: readonly AccountPermission[] = [
  'read-settings',
  'list',
  'find-storage',
  'create-storage',
  'create-actor',
  'create-task',
  'create-schedule',
  'create-webhook',
  'change-profile',
  'change-security',
  'manage-tokens',
  'read-audit',
  'review-access',
  'end-access',
  'approve',
  'read-notifications',
  'operate',
];

type AboutAccount = Omit<AccountFacts, 'creating'> & Partial<Pick<AccountFacts, 'creating'>>;
const decideAccount = (asked: AccountPermission, facts: AboutAccount) =>
  decideOnAccount(asked, { creating: null, ...facts });

/** Everybody who may ask something of an account of their own: all but the operator have `isOperator` false. */
const ACCOUNT_PEOPLE: Record<string, AboutAccount> = {
  'olga, signed in just now': { principal: session('olga'), account: { id: 'olga', isOperator: false } },
  'olga, signed in long ago': { principal: session('olga', false), account: { id: 'olga', isOperator: false } },
  'olga, token': { principal: token('olga'), account: { id: 'olga', isOperator: false } },
  'olga, token scoped to nothing': { principal: token('olga', scope()), account: { id: 'olga', isOperator: false } },
  'olga, token scoped to create datasets, creating one': {
    principal: token('olga', scope({ create: ['dataset'] })),
    account: { id: 'olga', isOperator: false },
    creating: 'dataset',
  },
  'olga, token scoped to create tasks, schedules and webhooks': {
    principal: token('olga', scope({ create: ['task', 'schedule', 'webhook'] })),
    account: { id: 'olga', isOperator: false },
  },
  'olga, token scoped to create datasets, creating a key-value store': {
    principal: token('olga', scope({ create: ['dataset'] })),
    account: { id: 'olga', isOperator: false },
    creating: 'key-value-store',
  },
  'olga, token scoped to write all datasets': {
    principal: token('olga', scopeOnAll('write')),
    account: { id: 'olga', isOperator: false },
  },
  'otto (operator), signed in just now': { principal: session('otto'), account: { id: 'otto', isOperator: true } },
  'otto, signed in long ago': { principal: session('otto', false), account: { id: 'otto', isOperator: true } },
  'otto, token': { principal: token('otto'), account: { id: 'otto', isOperator: true } },
  "stan, signed in, at olga's account": { principal: session('stan'), account: { id: 'olga', isOperator: false } },
  "stan, token, at olga's account": { principal: token('stan'), account: { id: 'olga', isOperator: false } },
  "stan, token scoped to create datasets, at olga's account": {
    principal: token('stan', scope({ create: ['dataset'] })),
    account: { id: 'olga', isOperator: false },
  },
  "stan, signed in, at otto's account": { principal: session('stan'), account: { id: 'otto', isOperator: true } },
  ...Object.fromEntries(
    Object.entries({
      "olga's run, limited": program(LIMITED, { accountId: 'olga' }),
      "olga's run, full": program(FULL, { accountId: 'olga' }),
      "olga's run, limited, by a token scoped to nothing": program(LIMITED, { accountId: 'olga', scope: scope() }),
      "olga's run, full, by a token scoped to nothing": program(FULL, { accountId: 'olga', scope: scope() }),
    }).map(([name, who]) => [
      `${name}, creating a dataset`,
      { principal: who, account: { id: 'olga', isOperator: false }, creating: 'dataset' as const },
    ]),
  ),
  "olga's run, limited, by a token scoped to create datasets, creating one": {
    principal: program(LIMITED, { accountId: 'olga', scope: scope({ create: ['dataset'] }) }),
    account: { id: 'olga', isOperator: false },
    creating: 'dataset',
  },
  "otto's run, full": { principal: program(FULL, { accountId: 'otto' }), account: { id: 'otto', isOperator: true } },
  "stan's run, full, at olga's account": {
    principal: program(FULL, { accountId: 'stan' }),
    account: { id: 'olga', isOperator: false },
  },
  "anonymous, at olga's account": { principal: anonymous, account: { id: 'olga', isOperator: false } },
};

type Setting = Pick<ResourceFacts['resource'], 'generalAccess' | 'ownerGeneralAccess'>;

/** Each own setting once with each of the account's; where the two answers agree everywhere, one heading stands for both. */
const SETTINGS: { heading: string; settings: Setting[] }[] = GENERAL_ACCESS.flatMap(
  (generalAccess): { heading: string; settings: Setting[] }[] =>
    generalAccess === 'FOLLOW_USER_SETTING'
      ? ACCOUNT_GENERAL_ACCESS.map((ownerGeneralAccess) => ({
          heading: `FOLLOW_USER_SETTING, olga's account says ${ownerGeneralAccess}`,
          settings: [{ generalAccess, ownerGeneralAccess }],
        }))
      : [
          {
            heading: `${generalAccess}, whatever olga's account says`,
            settings: ACCOUNT_GENERAL_ACCESS.map((ownerGeneralAccess) => ({ generalAccess, ownerGeneralAccess })),
          },
        ],
);

function row(who: Who, addressedBy: 'id' | 'name', setting: Setting): string[] {
  const about = { ...setting, addressedBy };
  return [
    shown(decideResource('read', factsOf(who, about))),
    shown(decideResource('read', factsOf(who, { ...about, asksForSignedContent: false }))),
    shown(decideResource('write', factsOf(who, about))),
    shown(decideResource('share', factsOf(who, about))),
    shown(decideResource('grant', factsOf(who, about))),
  ];
}

function goldenText(): string {
  const parts = [
    [
      "Who may do what with Olga's dataset, and which rules say so. ✔ permitted, ✘ refused; a refusal without a rule is the default.",
      'Made by decide.test.ts; UPDATE_GOLDEN=1 writes it anew.',
    ].join('\n'),
  ];
  for (const { heading, settings } of SETTINGS) {
    for (const addressedBy of ['id', 'name'] as const) {
      const tables = settings.map((setting) =>
        table(
          ['', 'read its items', 'read its description', 'write', 'share', 'grant'],
          Object.entries(PEOPLE).map(([name, who]) => [name, ...row(who, addressedBy, setting)]),
        ),
      );
      expect(new Set(tables).size, `${heading}: the account's setting must make no difference`).toBe(1);
      parts.push(`== General access ${heading}; addressed by its ${addressedBy} ==\n${tables[0]}`);
    }
  }
  const created = { ...factsOf({ principal: anonymous }).resource, createdByTokenId: 'token of olga' };
  parts.push(
    `== RESTRICTED; addressed by its id; created by the token "token of olga" ==\n${table(
      ['', 'read its items', 'write', 'share', 'grant'],
      Object.entries({
        'olga, that token, scoped to create datasets': { principal: token('olga', scope({ create: ['dataset'] })) },
        'olga, that token, scoped to nothing': { principal: token('olga', scope()) },
        'olga, another token, scoped to create datasets': {
          principal: { ...token('olga', scope({ create: ['dataset'] })), tokenId: 'another' },
        },
      }).map(([name, who]) => [
        name,
        ...(['read', 'write', 'share', 'grant'] as const).map((asked) =>
          shown(decideResource(asked, factsOf(who, created))),
        ),
      ]),
    )}`,
  );
  parts.push(
    `== What one may do with an account ==\n${table(
      ['', ...ACCOUNT_PERMISSIONS],
      Object.entries(ACCOUNT_PEOPLE).map(([name, facts]) => [
        name,
        ...ACCOUNT_PERMISSIONS.map((asked) => shown(decideAccount(asked, facts))),
      ]),
    )}`,
  );
  return `${parts.join('\n\n')}\n`;
}

const FILE = path.join(import.meta.dirname, 'decisions.golden.txt');

test('the golden matrix of decisions is the one that was reviewed', () => {
  expectGolden(FILE, goldenText());
});

interface Claim {
  permits: [what: string, asked: Permission, facts: ResourceFacts][];
  refuses: [what: string, asked: Permission, facts: ResourceFacts][];
}

const colin = { principal: session('colin'), grants: READ };
const linked = { principal: anonymous, link: 'valid' } as const;
const nobody = { principal: anonymous };

/** What each rule permits, and beside it the nearest thing that it does not. */
const WORLD: Record<'owner' | 'grant' | 'anyone-with-id' | 'anyone-with-name' | 'signed-link' | 'token-scope', Claim> =
  {
    owner: {
      permits: [
        ['a signed-in owner shares', 'share', factsOf({ principal: session('olga') })],
        ['an owner who signed in long ago still shares', 'share', factsOf({ principal: session('olga', false) })],
        ["an owner's token writes", 'write', factsOf({ principal: token('olga') })],
      ],
      refuses: [
        ['a stranger', 'read', factsOf({ principal: session('stan') })],
        ["an owner's token that is scoped to nothing", 'read', factsOf({ principal: token('olga', scope()) })],
        ['nobody at all', 'read', factsOf(nobody)],
      ],
    },
    grant: {
      permits: [
        ['a collaborator reads', 'read', factsOf(colin)],
        ['one who may write reads too', 'read', factsOf({ ...colin, grants: grant('write') })],
        ['one who may share shares', 'share', factsOf({ ...colin, grants: READ_AND_SHARE })],
      ],
      refuses: [
        ['a reader does not write', 'write', factsOf(colin)],
        ['a writer does not share', 'share', factsOf({ ...colin, grants: WRITE })],
        ['a sharer does not write', 'write', factsOf({ ...colin, grants: READ_AND_SHARE })],
        ['a right to share alone reads nothing', 'read', factsOf({ ...colin, grants: grant('share') })],
        ['without the grant', 'read', factsOf({ ...colin, grants: [] })],
      ],
    },
    'anyone-with-id': {
      permits: [
        ['by id', 'read', factsOf(nobody, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' })],
        ['by id, where names open too', 'read', factsOf(nobody, { generalAccess: 'ANYONE_WITH_NAME_CAN_READ' })],
        [
          'by following an open account',
          'read',
          factsOf(nobody, { generalAccess: 'FOLLOW_USER_SETTING', ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
        ],
      ],
      refuses: [
        ['by name', 'read', factsOf(nobody, { generalAccess: 'ANYONE_WITH_ID_CAN_READ', addressedBy: 'name' })],
        ['writing', 'write', factsOf(nobody, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' })],
        [
          'a restricted dataset of an open account',
          'read',
          factsOf(nobody, { generalAccess: 'RESTRICTED', ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
        ],
        [
          'by following a restricted account',
          'read',
          factsOf(nobody, { generalAccess: 'FOLLOW_USER_SETTING', ownerGeneralAccess: 'RESTRICTED' }),
        ],
      ],
    },
    'anyone-with-name': {
      permits: [
        ['by name', 'read', factsOf(nobody, { generalAccess: 'ANYONE_WITH_NAME_CAN_READ', addressedBy: 'name' })],
      ],
      refuses: [
        ['a restricted one', 'read', factsOf(nobody, { addressedBy: 'name' })],
        [
          'one that opens by id only, through its account',
          'read',
          factsOf(nobody, {
            generalAccess: 'FOLLOW_USER_SETTING',
            ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ',
            addressedBy: 'name',
          }),
        ],
        ['writing', 'write', factsOf(nobody, { generalAccess: 'ANYONE_WITH_NAME_CAN_READ', addressedBy: 'name' })],
      ],
    },
    'signed-link': {
      permits: [
        ['its items', 'read', factsOf(linked)],
        ['its items, by name', 'read', factsOf(linked, { addressedBy: 'name' })],
      ],
      refuses: [
        ['its description', 'read', factsOf(linked, { asksForSignedContent: false })],
        ['writing', 'write', factsOf(linked)],
        ['sharing', 'share', factsOf(linked)],
        ...(['expired', 'revoked', 'forged', 'refused-by-policy'] as const).map((link): Claim['refuses'][number] => [
          `${link} one`,
          'read',
          factsOf({ principal: anonymous, link }),
        ]),
      ],
    },
    'token-scope': {
      permits: [
        ['what it lists', 'read', factsOf({ principal: token('olga', scopeOn(DATASET, 'read')) })],
        ['reading where it lists writing', 'read', factsOf({ principal: token('olga', scopeOn(DATASET, 'write')) })],
        ['every dataset where it lists them all', 'write', factsOf({ principal: token('olga', scopeOnAll('write')) })],
        [
          'what it created',
          'write',
          factsOf({ principal: token('olga', scope()) }, { createdByTokenId: 'token of olga' }),
        ],
        [
          'what was granted to its account, as far as it lists that',
          'read',
          factsOf({ principal: token('colin', scopeOn(DATASET, 'read')), grants: READ }),
        ],
      ],
      refuses: [
        ['what it does not list', 'read', factsOf({ principal: token('olga', scopeOn(OTHER_DATASET, 'read')) })],
        ['writing where it lists reading', 'write', factsOf({ principal: token('olga', scopeOn(DATASET, 'read')) })],
        [
          'what another token created',
          'read',
          factsOf({ principal: token('olga', scope()) }, { createdByTokenId: 'x' }),
        ],
        [
          'more than its account has',
          'write',
          factsOf({ principal: token('colin', scopeOn(DATASET, 'write')), grants: READ }),
        ],
        ['what its account has nothing of', 'read', factsOf({ principal: token('stan', scopeOnAll('read')) })],
        [
          'what it created, once its account has lost it',
          'read',
          factsOf({ principal: token('stan', scope()) }, { createdByTokenId: 'token of stan' }),
        ],
      ],
    },
  };

describe.each(Object.entries(WORLD))('%s', (rule, { permits, refuses }) => {
  test.each(permits)('permits: %s', (_what, asked, facts) => {
    expect(decideResource(asked, facts)).toEqual({ permitted: true, because: [rule] });
  });

  test.each(refuses)('refuses: %s', (_what, asked, facts) => {
    expect(decideResource(asked, facts)).toEqual({ permitted: false, because: [] });
  });
});

describe('console-only', () => {
  test('forbids a scoped token to share what its owner could share', () => {
    const facts = factsOf({ principal: token('olga', scopeOn(DATASET, 'read', 'write', 'share')) });
    expect(decideResource('share', facts)).toEqual({ permitted: false, because: ['console-only'] });
    expect(decideResource('write', facts)).toEqual({ permitted: true, because: ['token-scope'] });
    expect(decideResource('share', factsOf({ principal: token('olga') }))).toMatchObject({ permitted: true });
  });

  test.each([
    'change-profile',
    'change-security',
    'manage-tokens',
    'read-audit',
    'review-access',
    'end-access',
    'approve',
  ] as const)('forbids every token to %s, and permits its owner in the Console', (asked) => {
    const account = { id: 'olga', isOperator: false };
    expect(decideAccount(asked, { principal: token('olga'), account })).toEqual({
      permitted: false,
      because: ['console-only'],
    });
    expect(decideAccount(asked, { principal: session('olga'), account })).toEqual({
      permitted: true,
      because: ['owner'],
    });
  });
});

describe('fresh-session', () => {
  const account = { id: 'olga', isOperator: false };
  test.each(['change-security', 'manage-tokens', 'end-access'] as const)(
    'forbids %s to one who signed in long ago',
    (asked) => {
      expect(decideAccount(asked, { principal: session('olga', false), account })).toEqual({
        permitted: false,
        because: ['fresh-session'],
      });
      expect(decideAccount(asked, { principal: session('olga'), account })).toMatchObject({ permitted: true });
    },
  );

  test('asks nothing more of one who changes a profile', () => {
    expect(decideAccount('change-profile', { principal: session('olga', false), account })).toMatchObject({
      permitted: true,
    });
  });
});

describe('operator', () => {
  test('operates, signed in; no one else does, nor any token', () => {
    const otto = { id: 'otto', isOperator: true };
    expect(decideAccount('operate', { principal: session('otto'), account: otto })).toEqual({
      permitted: true,
      because: ['operator'],
    });
    expect(decideAccount('operate', { principal: token('otto'), account: otto }).permitted).toBe(false);
    expect(decideAccount('operate', { principal: session('stan'), account: otto }).permitted).toBe(false);
    expect(
      decideAccount('operate', { principal: session('olga'), account: { id: 'olga', isOperator: false } }).permitted,
    ).toBe(false);
  });

  test("reads nobody's data by it", () => {
    expect(decideResource('read', factsOf({ principal: session('otto') }))).toEqual({ permitted: false, because: [] });
  });
});

test('everything that may be asked of a dataset or an account is in the matrix', () => {
  expect(goldenText()).toMatch(/^ +read its items +read its description +write +share +grant$/m);
  expect(PERMISSIONS_OF.dataset).toEqual(['read', 'write', 'share', 'grant']);
  expect([...new Set(ACCOUNT_RULES.flatMap((rule) => rule.of))].sort()).toEqual([...ACCOUNT_PERMISSIONS].sort());
});
