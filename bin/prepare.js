/**
 * What every command does first. Plain JavaScript that runs on Node 20, since nothing is installed yet: it installs the packages that
 * package-lock.json names, then goes on under a Node that runs TypeScript, which is one of those packages.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.gatehouse-lock');

/** The oldest Node that runs TypeScript without a flag. */
const NEEDED = [22, 18];

/**
 * Installs what is missing and runs a command in TypeScript, with the arguments of this process. All messages go to stderr, so that
 * stdout is the command's own. `entry`: path from the root, such as `bin/start.ts`; `needsDev`: whether it uses development packages.
 */
export async function enter(entry, { needsDev = false } = {}) {
  process.chdir(root);
  // Next would read it for the Console alone; here it holds for every role. What is set already wins.
  if (existsSync('.env')) process.loadEnvFile('.env');
  endWithNpm();
  if (!isInstalled(needsDev)) await install();
  const file = path.join(root, entry);
  if (isNewEnough(process.versions.node)) await import(pathToFileURL(file).href);
  else process.exit(await runUnder(findNode(), file));
}

/** When npm started us and is killed at once, nobody would be left to stop us: so we stop with it. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && process.kill(process.pid, 'SIGTERM'), 1_000).unref();
}

/**
 * Whether node_modules is what package-lock.json says. Either our stamp says so, or npm's own record of what it installed agrees, as it
 * does after an `npm ci` by hand.
 */
function isInstalled(needsDev) {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(lock)) return true;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(([place, wanted]) => {
    if (!place || (wanted.dev && !needsDev)) return true;
    const found = installed[place];
    return found ? found.version === wanted.version : !isForThisMachine(wanted);
  });
}

function isForThisMachine({ optional, devOptional, os: systems, cpu, libc }) {
  if (!optional && !devOptional) return true;
  return !libc && systems?.includes(process.platform) && cpu?.includes(process.arch);
}

async function install() {
  console.error('Installing the packages (about a minute)…');
  // npm must not run on the Node inside node_modules, which it is about to replace.
  const PATH = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  const npm = spawn('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: root,
    env: { ...process.env, PATH: PATH.join(path.delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await ended(npm);
  if (code !== 0) {
    console.error(`${output.trim()}\n\nThe packages could not be installed (npm ci, exit code ${code}).`);
    process.exit(1);
  }
  writeFileSync(stamp, digest(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

function findNode() {
  const bundled = path.join(modules, '.bin', 'node');
  const version = spawnSync(bundled, ['--version'], { encoding: 'utf8' }).stdout?.trim().slice(1);
  if (version && isNewEnough(version)) return bundled;
  console.error(
    `Gatehouse needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}, and no newer one can be installed here.`,
  );
  process.exit(1);
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/** Runs `file` under another Node; gives its exit code. The channel between the two tells the child when this process is killed. */
function runUnder(node, file) {
  const role = pathToFileURL(path.join(root, 'bin', 'role.js')).href;
  const args = ['--disable-warning=ExperimentalWarning', '--import', role, file, ...process.argv.slice(2)];
  const env = { ...process.env, GATEHOUSE_PARENT: String(process.pid) };
  return ended(spawn(node, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }));
}

/**
 * Resolves with a child's exit code, 128 + the signal's number when a signal ended it. Until then signals are passed on: after Ctrl-C in a
 * terminal the child gets SIGINT twice, from the terminal and from here.
 */
function ended(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  });
}
