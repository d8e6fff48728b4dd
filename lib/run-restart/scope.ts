import type { AuthorizedStart } from '../authorization/authorize.ts';
import type { Scope } from '../authorization/types.ts';

/** What a scoped token, or a run of one, has a program do at most; null: an unscoped one leaves the program what it has. */
export const scopeOf = ({ principal }: AuthorizedStart): Scope | null =>
  principal.kind === 'token' || principal.kind === 'run' ? principal.scope : null;
