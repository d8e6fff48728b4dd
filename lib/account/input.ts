/** What callers may send about accounts. */
import { z } from 'zod';
import { isId } from '../ids.ts';
import { ACCOUNT_GENERAL_ACCESS } from '../vocabulary.ts';

/** Part of addresses (`username~name`), so without `~` and `/`. */
export const username = z
  .string()
  .trim()
  .min(3, 'must have at least 3 characters')
  .max(30, 'must have at most 30 characters')
  .regex(
    /^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])$/,
    'must consist of letters, digits, dots, hyphens and underscores, and start and end with a letter or digit',
  )
  .refine((text) => text.toLowerCase() !== 'me', 'is taken')
  .refine((text) => !isId(text), 'must not have the form of an id: 17 letters and digits');

export const email = z
  .email('must be an e-mail address')
  .trim()
  .max(320)
  .transform((text) => text.toLowerCase());

/** A length instead of rules: a long sentence is stronger than eight odd characters. Source: NIST SP 800-63B. */
export const password = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(256, 'must have at most 256 characters');

export const personName = z.string().trim().max(100, 'must have at most 100 characters');

export const signUpInput = z.object({ username, email, password, name: personName.default('') });
export const profileInput = z.object({ name: personName, email });
export const runSharingInput = z.object({
  sharesRuns: z.boolean('must be true or false'),
  /** The version of the settings that the form showed. */
  settingsVersion: z.coerce.number().int().optional(),
});
export const approvalSettingInput = z.object({
  skipsApproval: z.boolean('must be true or false'),
  /** The version of the settings that the form showed. */
  settingsVersion: z.coerce.number().int().optional(),
});
export const generalAccessInput = z.object({
  generalAccess: z.enum(ACCOUNT_GENERAL_ACCESS, `must be one of ${ACCOUNT_GENERAL_ACCESS.join(', ')}`),
  /** The version of the settings that the form showed. */
  settingsVersion: z.coerce.number().int().optional(),
});
