import type { ResourceTarget } from '@/components/form/resource-fields.tsx';
import type { RuleId } from '@/lib/authorization/types.ts';
import type { AccountGeneralAccess, EffectiveGeneralAccess, GeneralAccess } from '@/lib/vocabulary.ts';

/** What sharing shows of a resource of any kind, to the one who looks. */
export interface SharedResource {
  target: ResourceTarget;
  hasName: boolean;
  ownerUsername: string;
  /** Its page, as a whole address. */
  consoleUrl: string;
  /** null for an Actor or a task: it has none. */
  generalAccess: { own: GeneralAccess; ofAccount: AccountGeneralAccess; effective: EffectiveGeneralAccess } | null;
  mayShare: boolean;
  /** The rules by which the viewer may read it. */
  because: readonly RuleId[];
}
