/** What the oracle says of a cell. */
import { isPermitted, type Asker as OraclesAsker } from '../oracle.ts';
import { type Address, type Asked, type Asker, type Content, STATUS, type Target } from './cell.ts';

export function expectedOf(
  asker: Asker,
  { target, by }: Address,
  asked: readonly Asked[],
  success: string,
  content: Content = 'whole',
): string {
  if (asker.isWrong) return STATUS.wrongCredential;
  if (!target) return STATUS.missing;
  return asked.every((each) => mayDo(asker, target, by, each, content)) ? success : STATUS.refused;
}

/** The asker in the words of the oracle. */
export const askerOf = ({ account, scope, tokenId, run }: Asker): OraclesAsker => ({
  account: account?.id ?? null,
  ...{ scope, tokenId, run },
});

export const mayDo = (
  asker: Asker,
  target: Target,
  by: 'id' | 'name',
  asked: Asked,
  content: Content = 'whole',
): boolean =>
  isPermitted({
    asker: askerOf(asker),
    right: asked.startsWith('read') ? 'read' : asked,
    thing: target,
    by,
    link: asker.link?.(target, content).worth ?? 'none',
    asksForContent: asked === 'read the content',
    runs: [],
  });

/** The ways to name a target, those that lead elsewhere for this asker included. */
export function addressesOf(target: Target, asker: Asker, targets: readonly Target[]): Address[] {
  const byId: Address = { text: target.id, by: 'id', target };
  const { name, person: owner, kind } = target;
  if (name === null) return [byId];
  const isOwn = (other: Target) => other.person === asker.account && other.name === name && other.kind === kind;
  const shouted: Address = { text: `${owner.username}~${name}`.toUpperCase(), by: 'name', target };
  return [
    byId,
    { text: `${owner.username}~${name}`, by: 'name', target },
    // How a name is written makes no difference to anyone; those without scope and link stand for all.
    ...(asker.scope || asker.link ? [] : [shouted]),
    { text: `~${name}`, by: 'name', target: targets.find(isOwn) ?? null },
    { text: name, by: 'id', target: null },
  ];
}
