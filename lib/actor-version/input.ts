/** What callers may send about versions of Actors and their environment variables. Source: the official description, `Version`. */
import { z } from 'zod';
import { SOURCE_TYPES } from '../vocabulary.ts';

/** Source: the official description, `versionNumber`. */
export const versionNumber = z
  .string()
  .regex(/^(\d|[1-9]\d)\.(\d|[1-9]\d)$/, 'must be MAJOR.MINOR, each a number from 0 to 99, such as 0.1');

/** A tag names a build: it stands in addresses and in comma-separated lists. */
export const buildTag = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/, 'must have 1 to 63 letters, digits, dots, hyphens or underscores');

/** What PostgreSQL and programs can hold; and an address within the sources that cannot lead out of them. */
const filePath = z
  .string()
  .min(1)
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL ends a path early for whoever opens it.
  .refine((path) => !/[\u0000-\u001f\\]/.test(path), 'must have neither backslashes nor control characters')
  .refine(
    (path) =>
      !path.startsWith('/') &&
      path
        .replace(/\/$/, '')
        .split('/')
        .every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a path within the sources, such as src/main.js',
  );

const folder = z.object({ name: filePath, folder: z.literal(true) });
const file = z
  .object({
    name: filePath,
    format: z.enum(['TEXT', 'BASE64'], 'must be TEXT or BASE64').default('TEXT'),
    content: z.string().default(''),
  })
  .refine(
    // No two parts of it match the same characters: a long text of spaces would else be looked at again from each of them.
    ({ format, content }) => format === 'TEXT' || /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(content),
    'must be valid base64',
  );

const sourceFiles = z
  .array(z.union([folder, file]))
  .max(5_000, 'must be 5000 files at most; push larger sources as an archive')
  .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'must name each file once');

export const envVarName = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must consist of letters, digits and underscores, and not start with a digit');

/** A secret one without a value keeps the value that it has. */
export const envVar = z.object({
  name: envVarName,
  value: z.string().max(50_000, 'must have at most 50000 characters').optional(),
  isSecret: z
    .boolean()
    .nullish()
    .transform((isSecret) => isSecret === true),
});
export type EnvVarInput = z.infer<typeof envVar>;

const envVars = z
  .array(envVar)
  .max(200, 'must be 200 at most')
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must name each variable once');

const webAddress = (schemes: string) =>
  z
    .string()
    .max(2_000)
    .refine(
      (text) => URL.canParse(text) && new RegExp(`^(${schemes}):$`).test(new URL(text).protocol),
      `must be an address (${schemes.replaceAll('|', ', ')})`,
    );

/** Fields that are absent stay as they are. */
export const versionChange = z.object({
  versionNumber: versionNumber.nullish(),
  sourceType: z.enum(SOURCE_TYPES, `must be one of ${SOURCE_TYPES.join(', ')}`).nullish(),
  buildTag: buildTag.nullish(),
  sourceFiles: sourceFiles.nullish(),
  tarballUrl: webAddress('https|http').nullish(),
  gitRepoUrl: webAddress('https|http').nullish(),
  gitHubGistUrl: webAddress('https').nullish(),
  envVars: envVars.nullish(),
  applyEnvVarsToBuild: z.boolean().nullish(),
});
export type VersionChange = z.infer<typeof versionChange>;

/** A version that is to be made: it has a number. */
export const versionCreation = versionChange.extend({ versionNumber });
