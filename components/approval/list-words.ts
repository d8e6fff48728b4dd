/** How consent is spoken of. Pure, for server and browser. */
import { ASKED_WORDS, SUBJECT_WORDS } from '@/components/run/words.ts';
import type { Tone } from '@/components/ui/badge.tsx';
import type { Why } from '@/lib/approval-list/input.ts';
import type { UseRow } from '@/lib/run-use/queries.ts';

export const WHY_LOOK: Record<Why, { label: string; tone: Tone }> = {
  waits: { label: 'Waits for you', tone: 'amber' },
  approved: { label: 'Approved', tone: 'amber' },
  'prior-run': { label: 'Earlier run', tone: 'amber' },
  'own-actor': { label: 'Your own', tone: 'neutral' },
  'skip-setting': { label: 'Approval skipped', tone: 'brick' },
  ceiling: { label: 'Always limited', tone: 'moss' },
  ended: { label: 'Ended', tone: 'neutral' },
};

/** What was done, most of all first: "Dataset: Write". */
export const rightWords = ({ kind, asked }: Pick<UseRow, 'kind' | 'asked'>): string =>
  `${SUBJECT_WORDS[kind]}: ${ASKED_WORDS[asked].toLowerCase()}`;
