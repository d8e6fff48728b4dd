/** How permission levels are said. Pure, for server and browser. Source: Actor permissions, in our words. */
import type { PermissionLevel } from '@/lib/vocabulary.ts';

export const LEVEL_WORDS: Record<PermissionLevel, { name: string; meaning: string }> = {
  LIMITED_PERMISSIONS: {
    name: 'Limited permissions',
    meaning:
      'It reaches its own storages, what earlier runs of it made, and what you name in its input. Nothing else of your account.',
  },
  FULL_PERMISSIONS: {
    name: 'Full permissions',
    meaning: 'It can do everything in your account that a token of yours could: read, change and delete all your data.',
  },
};

/** Its title without what turns the direction of the text around it, which its maker could make say something else. */
export const actorLabel = ({ title, name }: { title: string | null; name: string }) =>
  title?.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '') || name;

/** What a run can be given, in megabytes. */
export const MEMORY_CHOICES = [128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768].map((mbytes) => ({
  value: String(mbytes),
  label: `${mbytes.toLocaleString('en')} MB`,
}));
