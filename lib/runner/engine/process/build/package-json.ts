/** What a package.json says of how an Actor is built and started. */
import { z } from 'zod';
import { readInside } from './inside.ts';

const schema = z.object({
  main: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).default({}).catch({}),
  dependencies: z.record(z.string(), z.unknown()).default({}).catch({}),
  optionalDependencies: z.record(z.string(), z.unknown()).default({}).catch({}),
  devDependencies: z.record(z.string(), z.unknown()).default({}).catch({}),
  workspaces: z.unknown().optional(),
});

export type PackageJson = z.output<typeof schema>;

/** Null: there is none. Throws `SyntaxError` or a `ZodError` if it cannot be read. */
export function readPackageJson(folder: string): PackageJson | null {
  const text = readInside(folder, 'package.json');
  return text === null ? null : schema.parse(JSON.parse(text));
}

/** Whether `npm install` would do anything. */
export function needsInstall(
  { scripts, dependencies, optionalDependencies, devDependencies, workspaces }: PackageJson,
  withDev: boolean,
) {
  const hasAny = (packages: object) => Object.keys(packages).length > 0;
  const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
  return (
    hasAny(dependencies) ||
    hasAny(optionalDependencies) ||
    (withDev && hasAny(devDependencies)) ||
    workspaces !== undefined ||
    hooks.some((hook) => hook in scripts)
  );
}

/**
 * The same program without npm in between, which costs as much as two starts of Node.js: where the command only runs a script of the
 * package, and that script is plainly `node file.js`. Else the command as it is.
 */
export function withoutNpm(command: readonly string[], packageJson: PackageJson | null): string[] {
  const words = command.filter((word) => !/^(--silent|--quiet|-s|-q)$/.test(word));
  const [npm, verb, name] = words;
  const script =
    verb === 'start' && words.length === 2
      ? 'start'
      : /^run(-script)?$/.test(verb ?? '') && words.length === 3
        ? name
        : null;
  const text = npm === 'npm' && script ? packageJson?.scripts[script] : undefined;
  const hasHooks =
    packageJson !== null && [`pre${script}`, `post${script}`].some((hook) => hook in packageJson.scripts);
  return text !== undefined && !hasHooks && /^node( [\w@%+=:,./-]+)+$/.test(text) ? text.split(' ') : [...command];
}
