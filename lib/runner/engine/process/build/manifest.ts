/** What a built Actor says of itself: how it is started. */
import path from 'node:path';
import { z } from 'zod';

/** Where Apify's images put an Actor. */
export const DEFAULT_WORKDIR = '/usr/src/app';

const manifestSchema = z.strictObject({
  command: z.array(z.string().max(10_000)).min(1).max(1000),
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/), z.string().max(100_000)),
  workdir: z.string().refine(isWorkdir, 'must be a folder of its own, such as /usr/src/app'),
});

export type Manifest = z.output<typeof manifestSchema>;

export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}

/** Whether an Actor may be put there without covering anything that programs need. */
export function isWorkdir(folder: string): boolean {
  const isPlain = path.posix.isAbsolute(folder) && path.posix.normalize(folder) === folder && !folder.endsWith('/');
  return isPlain && /^\/(usr\/src|app|home|srv|workspace|opt\/(?!build|node))(\/|$)/.test(folder) && folder !== '/home';
}
