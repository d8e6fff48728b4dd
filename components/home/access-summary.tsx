import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/section.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { AccountGeneralAccess } from '@/lib/vocabulary.ts';

/** Who can read what is yours, in a line. */
export function AccessSummary({ generalAccess }: { generalAccess: AccountGeneralAccess }) {
  return (
    <Section title="General access" meaning="What storages and runs follow that have no setting of their own.">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <AccessChip access={generalAccess} />
        <span>
          {generalAccess === 'RESTRICTED'
            ? 'Only you, and who was given access, can read.'
            : 'Whoever knows a storage’s ID can read it.'}
        </span>
        <Link href={consolePath.security()}>Change it, or see what depends on it</Link>
      </p>
    </Section>
  );
}
