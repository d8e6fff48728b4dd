import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFile } from '../../../actor-version/queries.ts';
import { inside } from './inside.ts';

/** Writes the files of a version into a folder. Throws BuildFailure where a name leads out of it. */
export async function writeFiles(folder: string, files: readonly SourceFile[]): Promise<void> {
  for (const file of files) {
    const place = inside(folder, file.name);
    if ('folder' in file) {
      await mkdir(place, { recursive: true });
      continue;
    }
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, file.format === 'BASE64' ? Buffer.from(file.content, 'base64') : file.content);
  }
}
