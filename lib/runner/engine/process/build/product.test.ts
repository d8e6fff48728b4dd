/** Archives that were not made by us: none writes outside its folder, and none is installed in part. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { Header } from 'tar';
import { afterAll, expect, test } from 'vitest';
import { makeFolders } from '../folders.ts';
import { installBuild, isInstalled } from './install.ts';
import { packProduct, TooLarge } from './product.ts';

const top = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-product-'));
const folders = makeFolders(path.join(top, 'worker'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

type Entry = {
  path: string;
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
  linkpath?: string;
  text?: string;
};

const MANIFEST: Entry = {
  path: 'manifest.json',
  text: JSON.stringify({ command: ['node', 'main.js'], environment: {}, workdir: '/usr/src/app' }),
};
const APP: Entry = { path: 'app', type: 'Directory' };

function archiveOf(entries: Entry[]): Buffer {
  const blocks = entries.flatMap(({ path: name, type = 'File', linkpath, text = '' }) => {
    const header = new Header({
      path: name,
      type,
      linkpath,
      mode: 0o777,
      size: Buffer.byteLength(text),
      mtime: new Date(0),
    });
    const block = Buffer.alloc(512);
    header.encode(block);
    const padding = (512 - (Buffer.byteLength(text) % 512)) % 512;
    return [block, Buffer.from(text), Buffer.alloc(padding)];
  });
  return zstdCompressSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const install = (buildId: string, entries: Entry[]) =>
  installBuild(folders, buildId, Readable.from([archiveOf(entries)]));

test('a sound one is installed', async () => {
  await install('sound', [MANIFEST, APP, { path: 'app/main.js', text: 'x' }]);
  expect(isInstalled(folders, 'sound')).toBe(true);
  expect(readdirSync(path.join(folders.builds, 'sound', 'app'))).toEqual(['main.js']);
});

test.each<[string, Entry[]]>([
  ['a path upwards', [MANIFEST, APP, { path: 'app/../../../escaped', text: 'x' }]],
  ['an absolute path', [MANIFEST, APP, { path: path.join(top, 'escaped'), text: 'x' }]],
  ['a file elsewhere', [MANIFEST, APP, { path: 'modules/escaped', text: 'x' }]],
  [
    'a path through a link',
    [MANIFEST, APP, { path: 'app/way', type: 'SymbolicLink', linkpath: top }, { path: 'app/way/escaped', text: 'x' }],
  ],
  ['a hard link', [MANIFEST, APP, { path: 'app/escaped', type: 'Link', linkpath: '/etc/passwd' }]],
  ['a link to everywhere', [MANIFEST, APP, { path: 'app/node_modules', type: 'SymbolicLink', linkpath: '/' }]],
  ['a device', [MANIFEST, APP, { path: 'app/escaped', type: 'CharacterDevice' }]],
  ['sources that are a link', [MANIFEST, { path: 'app', type: 'SymbolicLink', linkpath: top }]],
  ['no manifest', [APP]],
  ['no sources', [MANIFEST]],
  [
    'a command of no words',
    [{ path: 'manifest.json', text: '{"command":[],"environment":{},"workdir":"/usr/src/app"}' }, APP],
  ],
  [
    'a folder of the system to work in',
    [{ ...MANIFEST, text: MANIFEST.text?.replace('/usr/src/app', '/usr/bin') }, APP],
  ],
])('one with %s is refused', async (_, entries) => {
  await expect(install('refused', entries)).rejects.toThrow();
  expect(isInstalled(folders, 'refused')).toBe(false);
  expect(existsSync(path.join(top, 'escaped'))).toBe(false);
  expect(readdirSync(folders.builds)).toEqual(['sound']);
});

test('one that is cut off is refused', async () => {
  const archive = archiveOf([MANIFEST, APP, { path: 'app/main.js', text: 'x'.repeat(5000) }]);
  await expect(
    installBuild(folders, 'cut', Readable.from([archive.subarray(0, archive.length - 20)])),
  ).rejects.toThrow();
  expect(readdirSync(folders.builds)).toEqual(['sound']);
});

test('modules that are a link are not taken for modules, since they would be mounted', async () => {
  await install('linked', [MANIFEST, APP, { path: 'app/node_modules', type: 'SymbolicLink', linkpath: 'other' }]);
  expect(readdirSync(path.join(folders.builds, 'linked')).sort()).toEqual(['app', 'manifest.json']);
});

test('what is too large is not packed, even if it takes no room on the disk', async () => {
  const folder = path.join(top, 'large');
  mkdirSync(path.join(folder, 'app'), { recursive: true });
  symlinkSync('/', path.join(folder, 'app', 'root'));
  writeFileSync(path.join(folder, 'app', 'holes'), '');
  truncateSync(path.join(folder, 'app', 'holes'), 1e13);
  const packed = packProduct(folder, JSON.parse(MANIFEST.text ?? ''), path.join(folder, 'product'));
  await expect(packed).rejects.toThrow(TooLarge);
});
