import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sourceAddresses } from './addresses.ts';
import { parseRepository } from './git.ts';
import { inside, readInside } from './inside.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['https://git.example/a.git', null, '.'],
  ['https://git.example/a.git#main', 'main', '.'],
  ['https://git.example/a.git#feature/x:actors/one', 'feature/x', 'actors/one'],
  ['https://git.example/a.git#:actors/one', null, 'actors/one'],
])('%s names a branch and a folder', (address, branch, within) => {
  expect(parseRepository(address)).toMatchObject({ branch, folder: within });
  expect(parseRepository(address).url.href).toBe('https://git.example/a.git');
});

test.each(['--upload-pack=x', '-x', 'a b', '$(x)', 'a;b'])('%s is no branch', (branch) => {
  expect(() => parseRepository(`https://git.example/a.git#${encodeURIComponent(branch)}`)).toThrow(/no branch/);
});

test.each(['..', '../x', 'a/../../x', '/etc/passwd', 'a\0b'])('%j leads out of a folder', (name) => {
  expect(() => inside('/sources', name)).toThrow(/leads out/);
});

test.each([
  ['a/../b', '.', '/sources/b'],
  ['../README.md', '.actor', '/sources/README.md'],
  ['.', '.', '/sources'],
])('%j from %j stays in it', (name, from, resolved) => {
  expect(inside('/sources', name, from)).toBe(resolved);
});

test('a link is not read, nor is what lies behind a linked folder', async () => {
  const [sources, outside] = [path.join(folder, 'sources'), path.join(folder, 'outside')];
  mkdirSync(sources);
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'secret'), 'secret');
  writeFileSync(path.join(sources, 'own'), 'own');
  symlinkSync(path.join(outside, 'secret'), path.join(sources, 'link'));
  symlinkSync(outside, path.join(sources, 'linked'));
  expect(await readInside(sources, path.join(sources, 'own'), 10)).toBe('own');
  expect(await readInside(sources, path.join(sources, 'none'), 10)).toBeNull();
  expect(await readInside(sources, path.join(sources, 'link'), 10)).toBeNull();
  await expect(readInside(sources, path.join(sources, 'linked', 'secret'), 10)).rejects.toThrow(/leads out/);
  await expect(readInside(sources, path.join(sources, 'own'), 2)).rejects.toThrow(/more than 2 bytes/);
});

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://10.1.2.3/',
  'http://192.168.0.1/',
  'http://169.254.169.254/',
  'http://100.64.0.1/',
  'http://0.0.0.0/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://[64:ff9b::a00:1]/',
  'http://224.0.0.1/',
])('%s is in a private network', async (address) => {
  await expect(sourceAddresses(new URL(address))).rejects.toThrow(/private network/);
});

test('public addresses and our own API are reached, other schemes are not', async () => {
  expect(await sourceAddresses(new URL('https://93.184.215.14/'))).toEqual([{ address: '93.184.215.14', family: 4 }]);
  expect(await sourceAddresses(new URL('http://localhost:3001/v2/x'))).not.toEqual([]);
  await expect(sourceAddresses(new URL('ftp://93.184.215.14/'))).rejects.toThrow(/reached by ftp/);
});
