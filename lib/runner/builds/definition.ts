/** What sources say of the Actor: `.actor/actor.json`, and the files that it names. Source: Actor definition; contract 7.3. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { envVarName } from '../../actor-version/input.ts';
import type { EnvVar } from '../../actor-version/queries.ts';
import type { BuildFindings } from '../../build-work/queries.ts';
import { parseInputSchema } from '../../input-schema/judge.ts';
import { InputSchemaProblem } from '../../input-schema/schema.ts';
import { storable } from '../run/lines.ts';
import type { BuildLog } from './build-log.ts';
import { assertStorageSchemas } from './declared-storages.ts';
import { BuildFailure } from './failure.ts';
import { inside, readInside } from './sources/inside.ts';

const MAX_JSON_BYTES = 1_000_000;
const MAX_TEXT_BYTES = 1_000_000;
const DEFINITION_FILE = '.actor/actor.json';

/** A field that is not as it must be counts as absent: what clients read of a build has to fit the official description. */
const definitionFields = z.looseObject({
  actorSpecification: z.literal(1).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  version: z
    .string()
    .regex(/^[0-9]+(\.[0-9]+)+$/)
    .optional()
    .catch(undefined),
  buildTag: z.string().optional().catch(undefined),
  environmentVariables: z.record(z.string(), z.string()).optional().catch(undefined),
  dockerfile: z.string().optional().catch(undefined),
  dockerContextDir: z.string().optional().catch(undefined),
  readme: z.string().optional().catch(undefined),
  changelog: z.string().optional().catch(undefined),
  input: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  storages: z.record(z.string(), z.unknown()).optional().catch(undefined),
  defaultMemoryMbytes: z.union([z.string(), z.int()]).optional().catch(undefined),
  minMemoryMbytes: z.int().min(128).optional().catch(undefined),
  maxMemoryMbytes: z.int().min(128).optional().catch(undefined),
  usesStandbyMode: z.boolean().optional().catch(undefined),
});

export interface Definition extends BuildFindings {
  /** An absolute path: what a Dockerfile sees of the sources. */
  contextDir: string;
  /** Within `contextDir`. */
  dockerfile: string | null;
}

/**
 * Reads it. `ownerId`: whose Actor it is; `envVars`: those of the version, which go before those of the definition.
 * Throws BuildFailure with words for whoever made the Actor.
 */
export async function readDefinition(
  sources: string,
  { ownerId, envVars }: { ownerId: string; envVars: readonly EnvVar[] },
  log: BuildLog,
): Promise<Definition> {
  const text = await readInside(sources, inside(sources, DEFINITION_FILE), MAX_JSON_BYTES);
  const parsed = definitionFields.safeParse(text === null ? {} : parseJson(text, DEFINITION_FILE));
  if (!parsed.success) throw new BuildFailure(`${DEFINITION_FILE} is not valid: ${parsed.error.issues[0]?.message}`);
  const { environmentVariables = {}, input, storages, ...fields } = parsed.data;

  const schemaSource = await inputSource(sources, input);
  const readme = await textOf(sources, fields.readme, ['.actor/README.md', 'README.md']);
  const changelog = await textOf(sources, fields.changelog, ['.actor/CHANGELOG.md', 'CHANGELOG.md']);
  const inputSchema = schemaSource === null ? null : await parseSchema(ownerId, schemaSource);
  const declared = storages && (await resolveFiles(sources, storages));
  if (declared) await assertStorageSchemas(ownerId, declared);
  return {
    ...(await dockerfileOf(sources, fields)),
    actorDefinition: {
      ...fields,
      ...(declared && { storages: declared }),
      ...(inputSchema && { input: inputSchema }),
      ...(readme !== null && { readme }),
      ...(changelog !== null && { changelog }),
    },
    ...{ inputSchema, readme, changelog },
    envVars: [...envVars, ...furtherEnvVars(environmentVariables, envVars, log)],
  };
}

function parseJson(text: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (JSON.stringify(value).includes('\\u0000')) throw new Error('it has a NUL character');
    return value;
  } catch (error) {
    throw new BuildFailure(`${name} is not valid JSON: ${error instanceof Error ? error.message : 'syntax error'}`);
  }
}

/** A path in the definition starts from its own folder. */
const named = (sources: string, name: string) => inside(sources, name, '.actor');

async function inputSource(sources: string, input: string | Record<string, unknown> | undefined) {
  if (typeof input === 'object') return JSON.stringify(input);
  const places =
    input === undefined
      ? ['.actor/INPUT_SCHEMA.json', '.actor/input_schema.json', 'INPUT_SCHEMA.json'].map((name) =>
          inside(sources, name),
        )
      : [named(sources, input)];
  for (const place of places) {
    const text = await readInside(sources, place, MAX_JSON_BYTES);
    if (text === null) continue;
    parseJson(text, path.relative(sources, place));
    return text;
  }
  if (input !== undefined) throw new BuildFailure(`The input schema ${input} is not there`);
  return null;
}

async function parseSchema(ownerId: string, source: string): Promise<Record<string, unknown>> {
  try {
    return { ...(await parseInputSchema(ownerId, source)) };
  } catch (error) {
    if (error instanceof InputSchemaProblem) throw new BuildFailure(error.message);
    throw error;
  }
}

async function textOf(sources: string, name: string | undefined, otherwise: string[]): Promise<string | null> {
  const places = name === undefined ? otherwise.map((other) => inside(sources, other)) : [named(sources, name)];
  for (const place of places) {
    const text = await readInside(sources, place, MAX_TEXT_BYTES);
    if (text !== null) return storable(text);
  }
  return null;
}

/** Storages may be described in files of their own. */
async function resolveFiles(sources: string, storages: Record<string, unknown>): Promise<Record<string, unknown>> {
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(storages)) {
    if (typeof value !== 'string') {
      resolved[name] = value;
      continue;
    }
    const text = await readInside(sources, named(sources, value), MAX_JSON_BYTES);
    if (text === null) throw new BuildFailure(`The file ${value}, which describes a storage, is not there`);
    resolved[name] = parseJson(text, value);
  }
  return resolved;
}

async function dockerfileOf(
  sources: string,
  { dockerfile, dockerContextDir }: { dockerfile?: string | undefined; dockerContextDir?: string | undefined },
): Promise<Pick<Definition, 'contextDir' | 'dockerfile'>> {
  const contextDir = dockerContextDir === undefined ? sources : named(sources, dockerContextDir);
  const places =
    dockerfile === undefined
      ? ['.actor/Dockerfile', 'Dockerfile'].map((name) => inside(sources, name))
      : [named(sources, dockerfile)];
  for (const place of places) {
    if (!(await stat(place).catch(() => null))?.isFile()) continue;
    const within = path.relative(contextDir, place);
    if (within.startsWith('..')) throw new BuildFailure('The Dockerfile must lie within dockerContextDir');
    return { contextDir, dockerfile: within };
  }
  if (dockerfile !== undefined) throw new BuildFailure(`The Dockerfile ${dockerfile} is not there`);
  return { contextDir, dockerfile: null };
}

function furtherEnvVars(defined: Record<string, string>, known: readonly EnvVar[], log: BuildLog): EnvVar[] {
  const further: EnvVar[] = [];
  for (const [name, value] of Object.entries(defined)) {
    if (known.some((envVar) => envVar.name === name)) continue;
    if (!envVarName.safeParse(name).success) throw new BuildFailure(`${JSON.stringify(name)} is no name of a variable`);
    // Secrets stay on the computer of whoever pushes.
    if (value.startsWith('@'))
      log.note(`The environment variable ${name} names a secret, which the version does not have`);
    else further.push({ name, value: storable(value) });
  }
  return further;
}
