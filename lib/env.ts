/**
 * The only reader of `process.env` for settings.
 *
 * Every role reads its settings here once, at start; a wrong value stops the role with the name of the variable. The README holds the
 * same list as a table. Nothing here is a secret but `secretKey`, which must never be logged.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { PERMISSION_LEVELS } from './vocabulary.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, a number from 1 to 65535')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'must be a port, a number from 1 to 65535');
const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://gatehouse.example, without a path')
  .transform((url) => new URL(url).origin);
const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined);

const schema = z.object({
  CONSOLE_PORT: port.prefault('3000'),
  API_PORT: port.prefault('3001'),
  CONSOLE_URL: origin.optional(),
  API_URL: origin.optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgresql://user:password@host/database' })
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DEFAULT_GENERAL_ACCESS: z.enum(['ANYONE_WITH_ID_CAN_READ', 'RESTRICTED']).default('ANYONE_WITH_ID_CAN_READ'),
  BUILDS_MAY_REACH_PRIVATE_ADDRESSES: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  WEBHOOK_ALLOWED_ADDRESSES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .toLowerCase()
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine(
      (entries) => entries.every(isHostOrAddresses),
      'must be names of hosts, addresses or ranges such as 10.0.0.0/8, with commas between them',
    ),
  DEFAULT_ACTOR_PERMISSION_LEVEL: z.enum(PERMISSION_LEVELS).optional(),
  FRESH_SESSION_SECS: z.coerce
    .number()
    .int()
    .min(60)
    .default(8 * 60 * 60),
  SESSION_LIFETIME_SECS: z.coerce
    .number()
    .int()
    .min(300)
    .default(90 * 24 * 60 * 60),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  CONTENT_URL: origin.optional(),
  MAX_RECORD_MBYTES: z.coerce.number().int().min(1).max(100_000).default(200),
  WORKER_MEMORY_MBYTES: z.coerce.number().int().min(128).optional(),
  WORKER_MAX_RUNS: z.coerce.number().int().min(1).max(10_000).optional(),
  WORKER_LEASE_SECS: z.coerce.number().min(1).max(3_600).default(30),
  WORKER_ON_STOP: z.enum(['give-back', 'leave']).default('give-back'),
  WORKER_KEEP_BUILDS: z.coerce.number().int().min(1).default(50),
  RUN_API_URL: origin.optional(),
  EVENTS_HOST: z.string().default('127.0.0.1'),
  EVENTS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  EVENTS_URL: z
    .url({ protocol: /^wss?$/, error: 'must be an address such as ws://worker-1.example:8000' })
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an address such as https://s3.example' }).optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: optionalText,
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  S3_FORCE_PATH_STYLE: z.enum(['true', 'false']).optional(),
  ENGINE: z.enum(['process', 'docker', 'kubernetes']).default('process'),
  DOCKER_HOST: z
    .string()
    .regex(
      /^(unix:\/\/\/|tcp:\/\/|https?:\/\/)/,
      'must be an address such as unix:///var/run/docker.sock or tcp://host:2375',
    )
    .default('unix:///var/run/docker.sock'),
  DOCKER_BASE_IMAGE: z.string().default('apify/actor-node:24'),
  DOCKER_NETWORK: z.string().default('bridge'),
  DOCKER_RUNTIME: optionalText,
  DOCKER_ULIMITS: z
    .string()
    .regex(/^([a-z]+=\d+(,|$))*$/, 'must be limits such as nofile=20000,core=0')
    .default(''),
  DOCKER_PREFIX: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must have small letters, digits and single hyphens between them')
    .max(40)
    .default('gatehouse'),
  KUBERNETES_NAMESPACE: z.string().default('default'),
  KUBERNETES_IMAGE_PREFIX: optionalText,
  KUBERNETES_REGISTRY_AUTH: z
    .string()
    .regex(/^[^:]+:/, 'must be a name and a password, as in name:password')
    .optional(),
  KUBERNETES_PULL_SECRET: optionalText,
  KUBERNETES_RUNTIME_CLASS: optionalText,
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://user:password@mail.example:587' })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>"\r\n]* <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      'must be an address such as gatehouse@example.com or Gatehouse <gatehouse@example.com>',
    )
    .optional(),
  AUTH_GITHUB_ID: optionalText,
  AUTH_GITHUB_SECRET: optionalText,
  AUTH_GOOGLE_ID: optionalText,
  AUTH_GOOGLE_SECRET: optionalText,
  AUTH_OIDC_ISSUER: optionalText,
  AUTH_OIDC_ID: optionalText,
  AUTH_OIDC_SECRET: optionalText,
  AUTH_OIDC_NAME: z.string().default('Single sign-on'),
});

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
}

const isHostOrAddresses = (text: string): boolean =>
  isIP(text) > 0 || ipaddr.isValidCIDR(text) || /^[a-z0-9_]([a-z0-9_.-]*[a-z_][a-z0-9_.-]*)?$/.test(text);

export type Env = ReturnType<typeof parseEnv>;

/** Thrown for a wrong setting; its message names the variable and what it must be. */
export class EnvError extends Error {}

/** Parses settings. `source`: name → text, as in `process.env`; an empty text counts as absent. Throws `EnvError`. */
export function parseEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, text]) => text !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new EnvError(`Wrong settings:\n  ${lines.join('\n  ')}`);
  }
  const env = parsed.data;
  const dataDir = path.resolve(env.DATA_DIR);
  const consoleUrl = env.CONSOLE_URL ?? `http://localhost:${env.CONSOLE_PORT}`;
  const apiUrl = env.API_URL ?? `http://localhost:${env.API_PORT}`;
  return {
    consolePort: env.CONSOLE_PORT,
    apiPort: env.API_PORT,
    consoleUrl,
    apiUrl,
    /** The API as programs of runs reach it, where that is not as everyone else does. */
    runApiUrl: env.RUN_API_URL ?? apiUrl,
    /** An origin that serves what people stored and nothing else, if there is one. */
    contentUrl: contentUrl(env.CONTENT_URL, [consoleUrl, apiUrl]),
    maxRecordBytes: env.MAX_RECORD_MBYTES * 1_000_000,
    worker: {
      /** All that the programs of a worker may use together. */
      memoryMbytes: env.WORKER_MEMORY_MBYTES ?? usualMemoryMbytes(),
      maxRuns: env.WORKER_MAX_RUNS ?? availableParallelism() * 16,
      /** How long a run stays a worker's that is not heard of any more. */
      leaseSecs: env.WORKER_LEASE_SECS,
      /** Whether a worker that is stopped gives its runs back, or leaves them going for the one that is started next on the machine. */
      givesBack: env.WORKER_ON_STOP === 'give-back',
      /** Built Actors that stay on the machine. */
      keepBuilds: env.WORKER_KEEP_BUILDS,
    },
    /** Where the worker tells programs what happens. `url`: as programs reach it, where that is not as the worker itself does. */
    events: { host: env.EVENTS_HOST, port: env.EVENTS_PORT, url: env.EVENTS_URL },
    /** Where the bytes of large records go; absent for the database. */
    s3: s3(env),
    /** What runs programs: see lib/runner/engine. */
    engine: env.ENGINE,
    /** The server that takes mail; absent where none is sent. */
    mail: mail(env.SMTP_URL, env.MAIL_FROM),
    docker: docker(env),
    kubernetes: kubernetes(env),
    dataDir,
    /** Where PostgreSQL is: the operator's, or else the embedded one that `npm start` runs in the data directory. */
    databaseUrl: env.DATABASE_URL ?? embeddedDatabaseUrl(dataDir),
    isDatabaseEmbedded: env.DATABASE_URL === undefined,
    secretKey: env.SECRET_KEY,
    logLevel: env.LOG_LEVEL,
    defaultGeneralAccess: env.DEFAULT_GENERAL_ACCESS,
    /** Whether sources of Actors may be fetched from addresses that only this network reaches. */
    buildsMayReachPrivateAddresses: env.BUILDS_MAY_REACH_PRIVATE_ADDRESSES,
    /** What webhooks may reach beside public addresses: hosts, addresses and ranges. */
    webhookAllowedAddresses: env.WEBHOOK_ALLOWED_ADDRESSES,
    /** Of an Actor that is created without a level. Absent: it declares none, which counts as full. */
    defaultActorPermissionLevel: env.DEFAULT_ACTOR_PERMISSION_LEVEL,
    freshSessionSecs: env.FRESH_SESSION_SECS,
    sessionLifetimeSecs: env.SESSION_LIFETIME_SECS,
    /** Whether `X-Forwarded-For` names the visitor's address: only behind a proxy that sets it. */
    trustProxy: env.TRUST_PROXY,
    github: pair(env.AUTH_GITHUB_ID, env.AUTH_GITHUB_SECRET, 'AUTH_GITHUB'),
    google: pair(env.AUTH_GOOGLE_ID, env.AUTH_GOOGLE_SECRET, 'AUTH_GOOGLE'),
    oidc: oidc(env.AUTH_OIDC_ISSUER, pair(env.AUTH_OIDC_ID, env.AUTH_OIDC_SECRET, 'AUTH_OIDC'), env.AUTH_OIDC_NAME),
  };
}

/** Three quarters of what there is: of the machine, or of the container that we are in. */
function usualMemoryMbytes(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.max(128, Math.floor((bytes / 1024 ** 2) * 0.75));
}

/** Another host name, not only another port: cookies know no ports, and the server tells by the host which origin was asked for. */
function contentUrl(url: string | undefined, others: readonly string[]): string | undefined {
  if (url !== undefined && others.some((other) => new URL(other).hostname === new URL(url).hostname)) {
    throw new EnvError('Wrong settings:\n  CONTENT_URL: must have another host name than CONSOLE_URL and API_URL');
  }
  return url;
}

function s3(env: z.output<typeof schema>) {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region } = env;
  const keys = pair(env.S3_ACCESS_KEY_ID, env.S3_SECRET_ACCESS_KEY, 'S3', {
    id: 'ACCESS_KEY_ID',
    secret: 'SECRET_ACCESS_KEY',
  });
  if (!bucket) {
    if (!endpoint && !keys) return undefined;
    throw new EnvError('Wrong settings:\n  S3_BUCKET: must be set too');
  }
  return {
    ...{ bucket, endpoint, region },
    /** Absent: as the machine provides them, such as by its role. */
    credentials: keys && { accessKeyId: keys.id, secretAccessKey: keys.secret },
    // Stores of one's own seldom have a host name for each bucket.
    forcePathStyle: env.S3_FORCE_PATH_STYLE === undefined ? endpoint !== undefined : env.S3_FORCE_PATH_STYLE === 'true',
  };
}

function mail(smtpUrl: string | undefined, from: string | undefined) {
  if (!smtpUrl && !from) return undefined;
  if (!smtpUrl || !from)
    throw new EnvError(`Wrong settings:\n  ${smtpUrl ? 'MAIL_FROM' : 'SMTP_URL'}: must be set too`);
  const url = new URL(smtpUrl);
  const isSecure = url.protocol === 'smtps:';
  const [, name = 'Gatehouse', address = from] = /^(.*) <(.+)>$/.exec(from) ?? [];
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || (isSecure ? 465 : 587)),
    /** Encrypted from the first byte on; else as soon as the server can. */
    isSecure,
    user: url.username
      ? { name: decoded(url.username, 'SMTP_URL'), password: decoded(url.password, 'SMTP_URL') }
      : undefined,
    from: { name: name.trim(), address },
  };
}

function decoded(part: string, variable: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new EnvError(`Wrong settings:\n  ${variable}: must have % in user and password written as %25`);
  }
}

function docker(env: z.output<typeof schema>) {
  const ulimits = env.DOCKER_ULIMITS.split(',')
    .filter(Boolean)
    .map((text) => text.split('='));
  return {
    ...{ host: env.DOCKER_HOST, baseImage: env.DOCKER_BASE_IMAGE, network: env.DOCKER_NETWORK },
    ...{ runtime: env.DOCKER_RUNTIME, prefix: env.DOCKER_PREFIX },
    ulimits: Object.fromEntries(ulimits.map(([name = '', limit]) => [name, Number(limit)])),
  };
}

function kubernetes(env: z.output<typeof schema>) {
  const [username, ...password] = env.KUBERNETES_REGISTRY_AUTH?.split(':') ?? [];
  return {
    ...{ namespace: env.KUBERNETES_NAMESPACE, imagePrefix: env.KUBERNETES_IMAGE_PREFIX },
    ...{ pullSecret: env.KUBERNETES_PULL_SECRET, runtimeClass: env.KUBERNETES_RUNTIME_CLASS },
    registryAuth: username === undefined ? undefined : { username, password: password.join(':') },
  };
}

function pair(
  id: string | undefined,
  secret: string | undefined,
  prefix: string,
  names = { id: 'ID', secret: 'SECRET' },
) {
  if (!id && !secret) return undefined;
  if (!id || !secret) {
    throw new EnvError(`Wrong settings:\n  ${prefix}_${id ? names.secret : names.id}: must be set too`);
  }
  return { id, secret };
}

function oidc(issuer: string | undefined, client: { id: string; secret: string } | undefined, name: string) {
  if (!issuer && !client) return undefined;
  if (!issuer || !client)
    throw new EnvError(`Wrong settings:\n  AUTH_OIDC_${issuer ? 'ID' : 'ISSUER'}: must be set too`);
  return { ...client, issuer, name };
}

/**
 * The folder of the embedded database's Unix socket. Socket paths may have 107 bytes at most, so a deep data directory gets a short
 * folder elsewhere; its name is a digest of the data directory, so every role finds the same one.
 */
export function embeddedSocketDir(dataDir: string): string {
  const inside = path.join(dataDir, 'postgres', 'run');
  if (Buffer.byteLength(inside) <= 85) return inside;
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `gatehouse-${digest}`);
}

function embeddedDatabaseUrl(dataDir: string): string {
  return `postgresql://gatehouse@localhost/postgres?host=${encodeURIComponent(embeddedSocketDir(dataDir))}`;
}

let current: Env | undefined;

/** The settings of this process. Throws `EnvError` at the first call if one is wrong. */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}

let key: string | undefined;

/**
 * The instance's root secret, from which signing keys are derived: `SECRET_KEY`, or a random one kept in the data directory (mode 0600).
 * Several machines on one database must be given the same `SECRET_KEY`.
 */
export function secretKey(): string {
  key ??= env().secretKey ?? keptSecretKey(env().dataDir);
  return key;
}

function keptSecretKey(dataDir: string): string {
  const file = path.join(dataDir, 'secret-key');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) {
    // Written whole before it has its name: of several roles starting at once one names it first, and all read that one.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 32)
    throw new EnvError(
      `The secret key in ${file} is not whole: put it back from a backup, or remove the file and lose all signed links`,
    );
  return kept;
}
