import { Notice } from '@/components/ui/notice.tsx';
import type { RuleId } from '@/lib/authorization/types.ts';
import type { EffectiveGeneralAccess } from '@/lib/vocabulary.ts';
import { LEVEL_LABELS } from './words.ts';

const OWN_REASONS: Partial<Record<RuleId, string>> = {
  grant: 'you were given access',
  'anyone-with-id': 'anyone who knows its ID can read it',
  'anyone-with-name': 'anyone who knows its name can read it',
  'grant-run-parts': 'you were given access to its run',
  'grant-actor-builds': 'you were given access to its Actor',
  'open-run-parts': 'its run is open to anyone who knows the ID',
  'public-actor': 'the Actor is public',
  'public-actor-build': 'its Actor is public',
  'collaborator-owner-runs': 'you may view the runs of the Actor’s owner',
  'creator-shared-runs': 'you made the Actor, and this account shares its runs with developers',
};

/** Why the one who looks can see this. Who else can is for those who decide. */
export function OwnAccess({ because, access }: { because: readonly RuleId[]; access: EffectiveGeneralAccess | null }) {
  const reasons = because.map((rule) => OWN_REASONS[rule]).filter((reason) => reason !== undefined);
  return (
    <Notice title={`You can read this because ${reasons.join(', and ')}.`}>
      {access ? `General access: ${LEVEL_LABELS[access]}. ` : null}Only its owner sees who else has access.
    </Notice>
  );
}
