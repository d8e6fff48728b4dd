/** A registry of images for tests: the system's docker-registry, in a temporary folder. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopChild } from '../../bin/processes.ts';
import { freePort } from './world.ts';

/** Its address is `host`. Docker speaks to it without TLS, since it is on the machine itself. */
export async function startRegistry(): Promise<{ host: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const settings = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
    http: { addr: host },
  };
  // JSON is YAML too.
  writeFileSync(path.join(folder, 'config.yml'), JSON.stringify(settings));
  const child = spawn('docker-registry', ['serve', 'config.yml'], { cwd: folder, detached: true, stdio: 'ignore' });
  const stop = async () => {
    await stopChild(child, 5000);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return { host, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('The registry did not answer within 10 seconds');
}
