import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BuildFailure } from '../failure.ts';
import { cloneRepository, parseRepository } from './git.ts';

const PASSWORD = 'pass word-of-a-repository';

const hasGit = (() => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

const folder = mkdtempSync(path.join(tmpdir(), 'git-'));
/** Answers nothing, as long as it is asked without end. */
const silent = createServer();
beforeAll(async () => {
  process.env.BUILDS_MAY_REACH_PRIVATE_ADDRESSES = 'true';
  await once(silent.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

function commandLines(): string {
  const read = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc').filter(Number).map(read).join('\n');
}

test.runIf(hasGit && process.platform === 'linux')(
  'the password of a repository is for its server only: it stands in no command line and no message',
  async () => {
    const { port } = silent.address() as AddressInfo;
    const leaving = new AbortController();
    const address = `http://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/repository.git`;
    const cloning = cloneRepository(address, path.join(folder, 'sources'), leaving.signal).catch((error) => error);
    const [request] = await once(silent, 'request');
    expect(request.headers.authorization).toBe(`Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`);

    const seen = commandLines();
    expect(seen).toContain(`127.0.0.1:${port}/repository.git`);
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(seen).not.toContain(form);
    leaving.abort();
    const error = await cloning;
    expect(error).toBeInstanceOf(Error);
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(inspect(error)).not.toContain(form);
  },
);

test('an address that encodes nothing is the fault of whoever wrote it', () => {
  expect(() => parseRepository('https://git.example/a.git#%zz')).toThrow(BuildFailure);
});
