/** What an image is built from: the Actor's sources, without what its .dockerignore names, as one tar stream. */
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import dockerignore from '@balena/dockerignore';
import tar from 'tar-fs';

/** The name of the Dockerfile of an Actor that has none. */
export const OWN_DOCKERFILE = '.gatehouse.Dockerfile';

const dockerfileFrom = (baseImage: string) => `FROM ${baseImage}
COPY package*.json ./
RUN npm install --omit=dev --omit=optional --no-audit --no-fund --no-update-notifier
COPY . ./
CMD ["npm", "start", "--silent"]
`;

/** `dockerfile`: its path within `sourceDir`; null for the usual steps from `baseImage`. The stream fails if a file cannot be read. */
export function contextOf(sourceDir: string, dockerfile: string | null, baseImage: string): Readable {
  const isIgnored = ignored(sourceDir, dockerfile);
  const files = tar.pack(sourceDir, {
    ignore: (file) => isIgnored(path.relative(sourceDir, file)),
    // Pipes and devices are passed over.
    strict: false,
    finalize: false,
    finish: (pack) => {
      if (dockerfile === null) pack.entry({ name: OWN_DOCKERFILE }, dockerfileFrom(baseImage));
      pack.finalize();
    },
  });
  // The streams end each other; who reads the last one is told of the failure.
  return pipeline(files, createGzip({ level: 1 }), new PassThrough(), () => {});
}

function ignored(sourceDir: string, dockerfile: string | null): (file: string) => boolean {
  const list = path.join(sourceDir, '.dockerignore');
  // A link would be followed out of the sources.
  if (!lstatSync(list, { throwIfNoEntry: false })?.isFile()) return () => false;
  const text = readFileSync(list, 'utf8');
  const filter = dockerignore({ ignorecase: false }).add(text);
  const hasExceptions = /^\s*!/m.test(text);
  const needed = new Set(['.dockerignore', ...(dockerfile ? above(path.normalize(dockerfile)) : [])]);
  return (file) => {
    if (needed.has(file) || !filter.ignores(file)) return false;
    // What is in an ignored folder may be an exception.
    return !(hasExceptions && lstatSync(path.join(sourceDir, file)).isDirectory());
  };
}

/** A path and the folders it is in. */
function above(file: string): string[] {
  const parts = file.split(path.sep);
  return parts.map((_, index) => parts.slice(0, index + 1).join(path.sep));
}
