/** Questions of who may do what, with the answer that the documentation gives. They cover every row of the table of rules. */
import type { Permission, ResourceFacts } from '../../lib/authorization/types.ts';

export interface Cell {
  name: string;
  asked: Permission;
  facts: ResourceFacts;
  permitted: boolean;
}

type Template = (n: number) => Cell;

/** `count` cells of all templates in turn, each about other accounts and resources. */
export function makeCells(count: number): Cell[] {
  return Array.from({ length: count }, (_, n) => {
    const template = TEMPLATES[n % TEMPLATES.length];
    if (!template) throw new Error('There is no template');
    return template(n);
  });
}

/**
 * Text as it comes from the database: a string of its own. Comparing two mentions of one constant would cost less than comparing what
 * really arrives.
 */
const loaded = <Text extends string>(text: Text) => Buffer.from(text).toString('latin1') as Text;
const id = (noun: string, n: number) => loaded(`${noun}${n}`.padEnd(17, 'x'));

type Changes = Partial<Omit<ResourceFacts, 'resource'>> & { resource?: Partial<ResourceFacts['resource']> };

/** A restricted, named dataset of account `n`, asked for by its id. */
function about(n: number, { resource, ...facts }: Changes): ResourceFacts {
  return {
    principal: { kind: 'anonymous' },
    resource: {
      kind: loaded('dataset'),
      id: id('resource', n),
      ownerId: id('account', n),
      hasName: true,
      generalAccess: loaded('RESTRICTED'),
      ownerGeneralAccess: loaded('RESTRICTED'),
      ownerSharesRuns: false,
      createdByTokenId: null,
      createdByRun: null,
      ...resource,
    },
    run: null,
    actor: null,
    addressedBy: 'id',
    grants: [],
    link: 'none',
    asksForSignedContent: false,
    ...facts,
  };
}

const session = (account: string, n: number): ResourceFacts['principal'] => ({
  kind: 'session',
  accountId: account,
  sessionId: id('session', n),
  isFresh: true,
});
const owner = (n: number) => session(id('account', n), n);
const stranger = (n: number) => session(id('stranger', n), n);
const token = (n: number): ResourceFacts['principal'] => ({
  kind: 'token',
  accountId: id('account', n),
  tokenId: id('token', n),
  scope: null,
});
const granted = (...permissions: Permission[]): ResourceFacts['grants'] => [
  { id: loaded('grant'), permissions: permissions.map(loaded) },
];

type Scope = NonNullable<Extract<ResourceFacts['principal'], { kind: 'token' }>['scope']>;

/** A scoped token of the owner; two resources of others stand in its scope beside what is given. */
const scoped = (n: number, scope: Partial<Scope>): ResourceFacts['principal'] => ({
  kind: 'token',
  accountId: id('account', n),
  tokenId: id('token', n),
  scope: {
    resources: [
      { id: id('other', n), permissions: [loaded('read')] },
      { id: id('another', n), permissions: [loaded('write')] },
      ...(scope.resources ?? []),
    ],
    kinds: scope.kinds ?? [],
    create: [],
  },
});
const listed = (n: number, ...permissions: Permission[]): Partial<Scope> => ({
  resources: [{ id: id('resource', n), permissions: permissions.map(loaded) }],
});

const open = { generalAccess: loaded('ANYONE_WITH_ID_CAN_READ') };
const openByName = { generalAccess: loaded('ANYONE_WITH_NAME_CAN_READ') };
const following = {
  generalAccess: loaded('FOLLOW_USER_SETTING'),
  ownerGeneralAccess: loaded('ANYONE_WITH_ID_CAN_READ'),
};

const cell =
  (permitted: boolean, asked: Permission, name: string, changes: (n: number) => Changes): Template =>
  (n) => ({ name: `${name}: ${asked}`, asked, facts: about(n, changes(n)), permitted });

const TEMPLATES: readonly Template[] = [
  cell(true, 'read', 'the owner, signed in', (n) => ({ principal: owner(n) })),
  cell(true, 'share', 'the owner, signed in', (n) => ({ principal: owner(n) })),
  cell(true, 'read', 'the owner, by a token', (n) => ({ principal: token(n) })),
  cell(true, 'write', 'the owner, by a token, of an open dataset', (n) => ({ principal: token(n), resource: open })),
  cell(true, 'read', 'one with a grant to read', (n) => ({ principal: stranger(n), grants: granted('read') })),
  cell(true, 'read', 'one with a grant to write', (n) => ({ principal: stranger(n), grants: granted('write') })),
  cell(false, 'write', 'one with a grant to read', (n) => ({ principal: stranger(n), grants: granted('read') })),
  cell(true, 'share', 'one with a grant of all', (n) => ({
    principal: stranger(n),
    grants: granted('read', 'write', 'share'),
  })),
  cell(false, 'read', 'a stranger, restricted', (n) => ({ principal: stranger(n) })),
  cell(true, 'read', 'a stranger, open', (n) => ({ principal: stranger(n), resource: open })),
  cell(false, 'write', 'a stranger, open', (n) => ({ principal: stranger(n), resource: open })),
  cell(true, 'read', 'anonymous, open', () => ({ resource: open })),
  cell(true, 'read', 'anonymous, open as the account is', () => ({ resource: following })),
  cell(false, 'read', 'anonymous, restricted', () => ({})),
  cell(false, 'read', 'anonymous, by name where the id is needed', () => ({ resource: open, addressedBy: 'name' })),
  cell(true, 'read', 'anonymous, by name', () => ({ resource: openByName, addressedBy: 'name' })),
  cell(true, 'read', 'a signed link', () => ({ link: 'valid', asksForSignedContent: true })),
  cell(false, 'read', 'a signed link, of what it does not sign', () => ({ link: 'valid' })),
  cell(false, 'read', 'an expired link', () => ({ link: 'expired', asksForSignedContent: true })),
  cell(true, 'read', 'a scoped token, listed', (n) => ({ principal: scoped(n, listed(n, 'write')) })),
  cell(false, 'write', 'a scoped token, listed to read', (n) => ({ principal: scoped(n, listed(n, 'read')) })),
  cell(false, 'read', 'a scoped token, not listed', (n) => ({ principal: scoped(n, {}) })),
  cell(false, 'share', 'a scoped token, listed', (n) => ({ principal: scoped(n, listed(n, 'share')) })),
  cell(true, 'write', 'a scoped token, all of the kind', (n) => ({
    principal: scoped(n, { kinds: [{ kind: loaded('dataset'), permissions: [loaded('write')] }] }),
  })),
  cell(true, 'write', 'a scoped token, created by it', (n) => ({
    principal: scoped(n, {}),
    resource: { createdByTokenId: id('token', n) },
  })),
  cell(false, 'read', 'a scoped token, listed but of another account', (n) => ({
    principal: scoped(n, listed(n, 'read')),
    resource: { ownerId: id('stranger', n) },
  })),
  cell(true, 'read', 'a scoped token, listed, with a grant to its account', (n) => ({
    principal: scoped(n, listed(n, 'read')),
    resource: { ownerId: id('stranger', n) },
    grants: granted('read'),
  })),
];
