/** From an Actor's files: the steps that build it, and how it is started. */
import { NeedsContainers, readDockerfile } from './dockerfile.ts';
import { readInside } from './inside.ts';
import { DEFAULT_WORKDIR, type Manifest } from './manifest.ts';
import { needsInstall, type PackageJson, readPackageJson, withoutNpm } from './package-json.ts';

export interface Plan {
  /** For a shell, one after the other; what is shown of each is its own text. */
  steps: string[];
  environment: Record<string, string>;
  workdir: string;
  /** Null: `npm start`, or else what package.json or the files say. */
  command: string[] | null;
}

/** Throws `NeedsContainers` for Actors that are none of Node.js. */
export function planBuild(folder: string, dockerfile: string | null): Plan {
  const packageJson = readPackageJson(folder);
  if (dockerfile !== null) {
    const text = readInside(folder, dockerfile);
    if (text === null) throw new NeedsContainers(`its Dockerfile, ${dockerfile}, is not among its files`);
    const { steps, ...rest } = readDockerfile(text);
    return { ...rest, steps: needsNothing(packageJson) ? steps.filter((step) => !isInstallOnly(step)) : steps };
  }
  if (!packageJson && readInside(folder, 'main.js') === null) {
    throw new NeedsContainers('it has neither a Dockerfile nor a package.json nor a main.js');
  }
  return { steps: defaultSteps(folder, packageJson), environment: {}, workdir: DEFAULT_WORKDIR, command: null };
}

/** What is kept of a plan once its steps have been run, since they may have changed package.json. */
export function planStart(folder: string, { command, environment, workdir }: Plan): Manifest {
  const packageJson = readPackageJson(folder);
  return { command: withoutNpm(command ?? defaultCommand(packageJson), packageJson), environment, workdir };
}

function defaultCommand(packageJson: PackageJson | null): string[] {
  if (packageJson?.scripts.start) return ['npm', 'start', '--silent'];
  return ['node', packageJson?.main ?? 'main.js'];
}

function defaultSteps(folder: string, packageJson: PackageJson | null): string[] {
  if (!packageJson) return [];
  const install = readInside(folder, 'package-lock.json') === null ? 'npm install' : 'npm ci';
  if (packageJson.scripts.build) {
    const isNeeded = needsInstall(packageJson, true);
    const [before, after] = isNeeded ? [[`${install} --include=dev`], ['npm prune --omit=dev']] : [[], []];
    return [...before, 'npm run build', ...after];
  }
  return needsInstall(packageJson, false) ? [`${install} --omit=dev`] : [];
}

function needsNothing(packageJson: PackageJson | null): boolean {
  return packageJson === null || !needsInstall(packageJson, true);
}

/** Whether a step only installs what package.json names, and talks about it, as the steps of Apify's templates do. */
function isInstallOnly(step: string): boolean {
  const commands = step
    .split(/&&|\|\||[;|()\n\\]/)
    .map((text) => text.trim())
    .filter(Boolean);
  return commands.every(
    (text) =>
      /^(npm (-\S+ )*(set|config|install|ci|list|ls|cache|prune|--version)\b|echo\b|true$|node --version$|rm -rf? ~\/\.npm)/.test(
        text,
      ) && !/^npm (-\S+ )*(install|i) (?!-)\S/.test(text.replaceAll(/ --?\S+/g, '')),
  );
}
