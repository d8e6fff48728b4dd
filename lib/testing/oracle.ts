/**
 * Who may do what, written down a second time from the access rules, for tests to hold the product against.
 *
 * It shares no code with the product and is put differently on purpose. It walks a world of things that know one another (a storage its
 * run, a run its Actor and the run that started it), and asks in turn: what is open to everyone, what an account holds, and what comes of
 * that through the eyes of a token or a run.
 */

export interface Account {
  id: string;
  /** The general access of what follows it. */
  setting: string;
  sharesRuns: boolean;
}

/** A storage, a run, a build, an Actor, a task or a schedule. */
export interface Thing {
  kind: string;
  id: string;
  owner: Account;
  setting: string;
  /** Unexpired grants, by account. */
  given: ReadonlyMap<string, readonly string[]>;
  madeByToken?: string | null;
  /** The run that created a storage, as which Actor, and whether it was limited then. */
  madeBy?: { run: string; actor: string; limited: boolean } | null;
  /** The run whose default storage this is. */
  ofRun?: Thing | null;
  /** The Actor of a run or a build, unless it is gone. */
  ofActor?: Thing | null;
  /** The task of a run, unless it has none or that is gone. */
  ofTask?: Thing | null;
  /** The run that started this one. */
  startedBy?: Thing | null;
  isPublic?: boolean;
  /** Of an Actor: whether it declares limited permissions, and whether a start that asks for nothing else would be limited. */
  declaresLimited?: boolean;
  startsLimited?: boolean;
}

export interface Asker {
  /** The account of the session, the token or the run; null for nobody. */
  account: string | null;
  tokenId?: string | undefined;
  /** What the scope of the token, or of the token that started the run, lists for a thing; absent: there is no scope. */
  scope?: ((thing: Thing) => readonly string[]) | undefined;
  run?: AskingRun | undefined;
}

interface AskingRun {
  id: string;
  actor: string;
  limited: boolean;
  /** What its input names, by id, with what the field gives. */
  named: ReadonlyMap<string, readonly string[]>;
}

export interface Question {
  asker: Asker;
  right: string;
  thing: Thing;
  by: 'id' | 'name';
  /** What the signed link that came along is worth; only a `valid` one is worth anything. */
  link: string;
  /** Whether content is asked for that a link can open, and not a description. */
  asksForContent: boolean;
  /** All runs there are. */
  runs: readonly Thing[];
}

const STORAGES = ['dataset', 'key-value-store', 'request-queue'];
const isStorage = ({ kind }: Thing) => STORAGES.includes(kind);

export function isPermitted(question: Question): boolean {
  const { asker, thing, right } = question;
  if (!rightsOn(thing).includes(right)) return false;
  if (isOpenToAll(question)) return true;
  if (asker.account === null) return false;
  if (asker.run?.limited) return isLeftToLimited(asker, asker.run, question);
  if (!holds(asker.account, right, thing)) return false;
  if (asker.run && right === 'grant') return false;
  if (!asker.scope) return true;
  if (['share', 'grant'].includes(right) || (thing.kind === 'actor' && right === 'write')) return false;
  return isInScope(asker, right, thing) || isOwnWork(asker, question);
}

function rightsOn(thing: Thing): readonly string[] {
  const everywhere = ['read', 'write', 'share', 'grant'];
  if (thing.kind === 'run') return [...everywhere, 'update-status', 'abort', 'metamorph'];
  if (thing.kind === 'task') return [...everywhere, 'view-owner-runs'];
  return thing.kind === 'actor' ? [...everywhere, 'run', 'build', 'view-owner-runs', 'metamorph'] : everywhere;
}

function isOpenToAll({ thing, right, by, link, asksForContent }: Question): boolean {
  if (right !== 'read' || ['task', 'schedule'].includes(thing.kind)) return false;
  if (thing.kind === 'actor') return thing.isPublic === true;
  if (thing.kind === 'build' && thing.ofActor?.isPublic) return true;
  if (isStorage(thing) && link === 'valid' && asksForContent) return true;
  const settings = [thing.setting, thing.ofRun?.setting ?? 'FOLLOW_USER_SETTING', thing.owner.setting];
  switch (settings.find((setting) => setting !== 'FOLLOW_USER_SETTING')) {
    case 'ANYONE_WITH_NAME_CAN_READ':
      return by === 'id' || isStorage(thing);
    case 'ANYONE_WITH_ID_CAN_READ':
      return by === 'id';
    default:
      return false;
  }
}

/** What an account has when it comes with nothing that narrows it. */
function holds(account: string, right: string, thing: Thing): boolean {
  if (thing.owner.id === account) return true;
  if (withImplied(thing.given.get(account), thing).includes(right)) return true;
  if (thing.kind === 'actor') return thing.isPublic === true && (right === 'run' || right === 'metamorph');
  if (thing.kind === 'build') {
    const ofActor = thing.ofActor ? withImplied(thing.ofActor.given.get(account), thing.ofActor) : [];
    return ['read', 'write'].includes(right) && ofActor.includes(right);
  }
  const run = thing.kind === 'run' ? thing : thing.ofRun;
  if (right !== 'read' || !run) return false;
  if (withImplied(run.given.get(account), run).includes('read')) return true;
  const task = run.ofTask;
  if (task?.owner.id === run.owner.id && task.given.get(account)?.includes('view-owner-runs')) return true;
  const actor = run.ofActor;
  if (!actor) return false;
  const isOwnersRun = actor.owner.id === run.owner.id;
  if (isOwnersRun && actor.given.get(account)?.includes('view-owner-runs')) return true;
  return actor.isPublic === true && actor.owner.id === account && run.owner.sharesRuns;
}

function withImplied(rights: readonly string[] = [], { kind }: Thing): readonly string[] {
  const implied: Record<string, readonly string[]> = {
    write: kind === 'run' ? ['read', 'update-status', 'abort', 'metamorph'] : ['read'],
    share: ['grant'],
    run: kind === 'actor' ? ['metamorph'] : [],
  };
  return rights.flatMap((right) => [right, ...(implied[right] ?? [])]);
}

const isInScope = ({ scope, tokenId }: Asker, right: string, thing: Thing): boolean =>
  !scope ||
  withImplied(scope(thing), thing).includes(right) ||
  (tokenId !== undefined && thing.madeByToken === tokenId);

function isBelow(run: Thing | null | undefined, id: string): boolean {
  const above = run?.startedBy;
  return above ? above.id === id || isBelow(above, id) : false;
}

/** What a run that a scoped token started has beside the scope. */
function isOwnWork({ run: me }: Asker, { thing, right, runs }: Question): boolean {
  if (!me) return false;
  if (thing.kind === 'actor') return right === 'read' && hasStarted(me, thing, runs);
  if (thing.madeBy?.run === me.id) return true;
  const run = thing.kind === 'run' ? thing : thing.ofRun;
  return run?.id === me.id || isBelow(run, me.id);
}

const hasStarted = (me: AskingRun, actor: Thing, runs: readonly Thing[]) =>
  runs.some((run) => run.ofActor === actor && isBelow(run, me.id));

/** What a limited run may do beside what everybody may. */
function isLeftToLimited(asker: Asker, me: AskingRun, { thing, right, runs }: Question): boolean {
  const account = asker.account ?? '';
  const may = (what: string) => holds(account, what, thing) && isInScope(asker, what, thing);
  if (thing.kind === 'actor') {
    if (right === 'run') return thing.declaresLimited === true && may('run');
    if (right === 'metamorph') return thing.startsLimited === true && may('run');
    return right === 'read' && hasStarted(me, thing, runs);
  }
  if (thing.kind === 'run') {
    if (thing.id === me.id) return ['read', 'update-status', 'abort', 'metamorph'].includes(right);
    return right === 'read' && isBelow(thing, me.id);
  }
  if (!isStorage(thing) || (right !== 'read' && right !== 'write')) return false;
  if (thing.ofRun?.id === me.id) return true;
  if (right === 'read' && isBelow(thing.ofRun, me.id)) return true;
  const maker = thing.owner.id === account ? thing.madeBy : null;
  if (maker?.run === me.id) return true;
  if (maker?.limited && maker.actor === me.actor && isInScope(asker, right, thing)) return true;
  return withImplied(me.named.get(thing.id), thing).includes(right) && may(right);
}

export interface Start {
  /** The level of the run that asks for it; null: none does. */
  caller: 'limited' | 'full' | null;
  toBe: 'limited' | 'full';
  /** Whether the Actor is of the account itself; whether it has approved it; run it before; or skips approval for all. */
  own: boolean;
  approved: boolean;
  ranBefore: boolean;
  skips: boolean;
}

export function mayStart({ caller, toBe, own, approved, ranBefore, skips }: Start): boolean {
  if (toBe === 'limited') return true;
  if (caller === 'limited') return false;
  return caller === 'full' || own || approved || ranBefore || skips;
}
