/** nginx of the system with its own signed links, serving one file: the peer of a signed link. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface Nginx {
  port: number;
  /** The path of the file with a signature that has not ended. */
  signedPath: string;
  stop: () => Promise<void>;
}

const SECRET = 'bench';

/** Starts it; null where it is not installed, or knows no signed links. */
export async function startNginx(body: Buffer): Promise<Nginx | null> {
  const { stderr, status } = spawnSync('nginx', ['-V'], { encoding: 'utf8' });
  if (status !== 0 || !stderr.includes('http_secure_link_module')) return null;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-nginx-'));
  // Its workers run as another user, who must be able to read the file.
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'files'));
  writeFileSync(path.join(folder, 'files/record'), body);
  const port = await freePort();
  writeFileSync(path.join(folder, 'nginx.conf'), settings(folder, port));
  const child = spawn('nginx', ['-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'errors')], {
    stdio: 'inherit',
  });
  await untilReady(child, port);
  const expires = 4_000_000_000;
  const md5 = createHash('md5').update(`${expires}/record ${SECRET}`).digest('base64url');
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, signedPath: `/record?md5=${md5}&expires=${expires}`, stop };
}

const settings = (folder: string, port: number) => `daemon off;
worker_processes 1;
pid ${folder}/pid;
events { worker_connections 256; }
http {
  access_log off;
  keepalive_requests 1000000;
  sendfile on;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    location / {
      secure_link $arg_md5,$arg_expires;
      secure_link_md5 "$secure_link_expires$uri ${SECRET}";
      if ($secure_link = "") { return 403; }
      if ($secure_link = "0") { return 410; }
    }
  }
}
`;

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    if (
      await fetch(`http://127.0.0.1:${port}/record`).then(
        ({ status }) => status === 403,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
