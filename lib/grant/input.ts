/** What callers may send about grants. */
import { z } from 'zod';
import { GRANT_PERMISSIONS } from '../vocabulary.ts';

/** Exactly one of `username`, `email`, `userId` names the account. */
export const grantCreation = z
  .object({
    username: z.string().trim().min(1).max(100).optional(),
    email: z.string().trim().min(3).max(320).optional(),
    userId: z.string().trim().min(1).max(100).optional(),
    permissions: z
      .array(z.enum(GRANT_PERMISSIONS, `must be one of ${GRANT_PERMISSIONS.join(', ')}`))
      .min(1, 'must name at least one permission')
      .transform((permissions) =>
        GRANT_PERMISSIONS.filter(
          (known) => permissions.includes(known) || (known === 'READ' && permissions.length > 0),
        ),
      ),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be an instant such as 2030-01-31T12:00:00Z' })
      .transform((text) => new Date(text))
      .refine((instant) => instant.getTime() > Date.now(), 'must lie in the future')
      .nullish(),
  })
  .refine(
    ({ username, email, userId }) => [username, email, userId].filter((given) => given !== undefined).length === 1,
    'Name the account by exactly one of "username", "email" and "userId"',
  );
export type GrantCreation = z.infer<typeof grantCreation>;
