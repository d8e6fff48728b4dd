/**
 * The Console's scripts and styles as Brotli, made once with the build: a sixth less than the Gzip that each answer would else be packed in
 * anew. The files stand beside those they are made of, as `x.js.br`, and their names change with what is in them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const compress = promisify(zlib.brotliCompress);
/** What is below it is served at `/_next/static/chunks/`. */
const FOLDER = path.join('static', 'chunks');
const TYPES = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8' };

/**
 * Makes them, when a build has written the rest.
 * @param {{ distDir: string }} build
 */
export async function compressAssets({ distDir }) {
  const folder = path.join(distDir, FOLDER);
  await Promise.all(
    files(folder)
      .filter((file) => path.extname(file) in TYPES)
      .map(async (file) => {
        const place = path.join(folder, file);
        if (!fs.existsSync(`${place}.br`)) fs.writeFileSync(`${place}.br`, await compress(fs.readFileSync(place)));
      }),
  );
}

/**
 * Answers requests for such files with the smaller ones, where a browser takes them.
 * @param {string} distDir
 */
export function assetFront(distDir) {
  /** @type {Map<string, string>} */
  const typesByPath = new Map(
    files(path.join(distDir, FOLDER))
      .filter((file) => file.endsWith('.br'))
      .map((file) => file.slice(0, -'.br'.length).split(path.sep).join('/'))
      .map((file) => [`/_next/${FOLDER.split(path.sep).join('/')}/${file}`, TYPES[path.extname(file)]]),
  );
  /** Leads a request to the smaller file and says in the answer what it is. */
  return (
    /** @type {import('node:http').IncomingMessage} */ request,
    /** @type {import('node:http').ServerResponse} */ response,
  ) => {
    const [place = '', query] = (request.url ?? '').split('?', 2);
    const type = typesByPath.get(place);
    if (!type || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    response.setHeader('Vary', 'Accept-Encoding');
    if (!takesBrotli(request.headers['accept-encoding'])) return;
    request.url = `${place}.br${query === undefined ? '' : `?${query}`}`;
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Encoding', 'br');
  };
}

/** @param {string | undefined} accepted the header `Accept-Encoding` */
const takesBrotli = (accepted = '') =>
  accepted.split(',').some((way) => /^\s*br\s*(;\s*q=(1|0?\.\d*[1-9]).*)?$/.test(way));

/** All that are at or below a folder, as paths from it; none without it. */
function files(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
