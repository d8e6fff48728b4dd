/**
 * The npm of this machine, and the settings without which it would not reach its registry from here.
 *
 * Of those only what is no secret: an install script can read all that npm is given. So there are no tokens, and no proxy with a password.
 */
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Mount, npmMounts } from '../sandbox/view.ts';

export interface Npm {
  folder: string;
  environment: Readonly<Record<string, string>>;
  mounts: readonly Mount[];
}

const CERTIFICATES = '/opt/certificates.pem';
const PLACES = [
  path.resolve(path.dirname(realpathSync(process.execPath)), '../lib/node_modules/npm'),
  ...['/usr/local/lib/node_modules/npm', '/usr/lib/node_modules/npm', '/usr/share/nodejs/npm'],
];
const WITHIN_MILLIS = 30_000;

/** The npm commands' defaults that suit a build: no network beyond what is needed, nothing to be asked. */
const FIXED = {
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
  npm_config_progress: 'false',
  npm_config_yes: 'true',
};

/** What a program that is started by other means than `node` may want. */
export async function npmMountsFor([program]: readonly string[]): Promise<Mount[]> {
  const npm = program === 'node' ? null : await findNpm();
  return npm ? npmMounts(npm.folder) : [];
}

let found: Promise<Npm | null> | undefined;

/** Null: there is none on this machine. Looks once. */
export function findNpm(): Promise<Npm | null> {
  found ??= look();
  return found;
}

async function look(): Promise<Npm | null> {
  const folder = PLACES.find((place) => existsSync(path.join(place, 'bin', 'npm-cli.js')));
  if (!folder) return null;
  const { registry, cafile, 'strict-ssl': isStrict } = await readConfig(folder);
  const certificates = [cafile, process.env.NODE_EXTRA_CA_CERTS].find((file) => file && existsSync(file));
  return {
    folder: realpathSync(folder),
    environment: {
      ...FIXED,
      ...(registry && isWithoutPassword(registry) && { npm_config_registry: registry }),
      ...(isStrict === false && { npm_config_strict_ssl: 'false' }),
      ...(certificates && { NODE_EXTRA_CA_CERTS: CERTIFICATES }),
      ...proxies(),
    },
    mounts: certificates ? [{ kind: 'readOnly', from: realpathSync(certificates), to: CERTIFICATES }] : [],
  };
}

const configSchema = z.object({
  registry: z.string().optional().catch(undefined),
  cafile: z.string().nullish().catch(undefined),
  'strict-ssl': z.boolean().optional().catch(undefined),
});

async function readConfig(folder: string): Promise<z.output<typeof configSchema>> {
  const cli = path.join(folder, 'bin', 'npm-cli.js');
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [cli, 'config', 'list', '--json'], {
    timeout: WITHIN_MILLIS,
    cwd: '/',
  });
  return configSchema.parse(JSON.parse(stdout));
}

function proxies(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value && isWithoutPassword(value) ? [[name, value]] : [];
    }),
  );
}

function isWithoutPassword(address: string): boolean {
  return !address.includes('@');
}
