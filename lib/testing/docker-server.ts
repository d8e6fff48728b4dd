/**
 * Docker for tests of the engines: a daemon of its own, and a base image made of this machine's Node, npm and shell, since no registry of
 * images need be within reach.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import tar from 'tar-fs';
import type { TestProject } from 'vitest/node';
import { startDocker } from '../../bin/docker-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dockerHost: string;
  }
}

const BASE_IMAGE = 'gatehouse-test/node:latest';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Vitest calls it before the first test, and what it gives after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { host, stop } = await startDocker();
  try {
    await importBase(new Docker({ socketPath: host.slice('unix://'.length), host: undefined }));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('dockerHost', host);
  return stop;
}

async function importBase(docker: Docker): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-base-'));
  try {
    fill(folder);
    const [repo, tag] = BASE_IMAGE.split(':');
    const pack = Readable.from(tar.pack(folder, { map: (header) => ({ ...header, uid: 0, gid: 0 }) }), {
      objectMode: false,
    });
    const changes = ['WORKDIR /usr/src/app', `ENV PATH=/usr/bin:/bin NODE_EXTRA_CA_CERTS=${CERTIFICATES}`];
    const report: NodeJS.ReadableStream = await docker.importImage(pack, { repo, tag, changes });
    const said = await text(report);
    if (said.includes('"error"')) throw new Error(said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(folder: string): void {
  const inside = (file: string) => path.join(folder, file);
  for (const name of ['usr/bin', 'usr/lib', 'etc', 'root', 'usr/src/app']) mkdirSync(inside(name), { recursive: true });
  mkdirSync(inside('tmp'), { mode: 0o1777 });
  symlinkSync('usr/bin', inside('bin'));
  const programs = { node: process.execPath, sh: realpathSync('/bin/sh'), sleep: '/bin/sleep' };
  for (const [name, file] of Object.entries(programs)) {
    cpSync(realpathSync(file), inside(`usr/bin/${name}`));
    for (const library of librariesOf(file)) {
      mkdirSync(path.dirname(inside(library)), { recursive: true });
      cpSync(realpathSync(library), inside(library));
    }
  }
  cpSync(npmFolder(), inside('usr/lib/npm'), { recursive: true, dereference: true });
  symlinkSync('../lib/npm/bin/npm-cli.js', inside('usr/bin/npm'));
  // npm's own first line asks for it.
  writeFileSync(inside('usr/bin/env'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  writeFileSync(inside('etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(inside('etc/nsswitch.conf'), 'hosts: files dns\n');
  mkdirSync(path.dirname(inside(CERTIFICATES)), { recursive: true });
  cpSync(realpathSync(CERTIFICATES), inside(CERTIFICATES));
}

function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function npmFolder(): string {
  const found = process.env.npm_execpath ?? execFileSync('/bin/sh', ['-c', 'command -v npm'], { encoding: 'utf8' });
  // It is npm/bin/npm-cli.js.
  return path.resolve(realpathSync(found.trim()), '../..');
}
