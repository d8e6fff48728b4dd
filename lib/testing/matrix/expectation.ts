/** What the oracle says of a cell. */
import { type Asked, isPermitted } from '../oracle.ts';
import { type Address, type Asker, type Content, STATUS, type Target } from './cell.ts';

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

export const mayDo = (
  asker: Asker,
  target: Target,
  by: 'id' | 'name',
  asked: Asked,
  content: Content = 'whole',
): boolean =>
  isPermitted({
    asked,
    account: asker.account?.id ?? null,
    owner: target.owner.id,
    granted: (asker.account && target.grants.get(asker.account.id)) ?? [],
    scope: asker.scope?.(target) ?? null,
    setting: target.setting,
    ownersSetting: target.ownersSetting,
    addressedBy: by,
    link: asker.link?.(target, content).worth ?? 'none',
  });

/** The ways to name a target, those that lead elsewhere for this asker included. */
export function addressesOf(target: Target, asker: Asker, targets: readonly Target[]): Address[] {
  const byId: Address = { text: target.id, by: 'id', target };
  const { name, owner, kind } = target;
  if (name === null) return [byId];
  const isOwn = (other: Target) => other.owner === asker.account && other.name === name && other.kind === kind;
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
