/**
 * A real S3 server for tests: Ceph's monitor, object store in memory and RADOS gateway, from the system's packages, in a temporary folder.
 * Without these packages tests against it say aloud that they did not run.
 */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createId } from '../ids.ts';
import { freePort } from './world.ts';

export interface S3Server {
  /** The settings with which our processes use it. */
  env: Record<string, string>;
  /** The keys of all objects there are, and of all uploads that are neither finished nor aborted. */
  keys: () => Promise<string[]>;
  stop: () => Promise<void>;
}

const PROGRAMS = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph-authtool', 'monmaptool'];

/** Whether the programs are there. */
export const isS3ServerInstalled = PROGRAMS.every(
  (name) => spawnSync('/bin/sh', ['-c', 'command -v "$0"', name]).status === 0,
);

const run = promisify(execFile);
const BUCKET = 'records';

/** Starts it, makes a user and a bucket: some fifteen seconds. */
export async function startS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-s3-'));
  for (const name of ['run', 'data/mon', 'data/osd']) mkdirSync(path.join(folder, name), { recursive: true });
  const port = await freePort();
  const addresses = `[v2:127.0.0.1:${await freePort()},v1:127.0.0.1:${await freePort()}]`;
  writeFileSync(path.join(folder, 'ceph.conf'), settings(folder, addresses, port));
  const children: ChildProcess[] = [];
  const ceph = async (name: string, ...args: string[]) =>
    (await run(name, ['-c', 'ceph.conf', ...args], { cwd: folder, timeout: 60_000 })).stdout.trim();
  const start = (name: string, ...args: string[]) => {
    children.push(spawn(name, ['-c', 'ceph.conf', '-f', ...args], { cwd: folder, stdio: 'ignore' }));
  };
  const stop = async () => {
    for (const child of children.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await startStore(folder, ceph, start, addresses);
    const secrets = { accessKeyId: createId(), secretAccessKey: createId() + createId() };
    const { accessKeyId, secretAccessKey } = secrets;
    const user = [
      '--uid=gatehouse',
      '--display-name=gatehouse',
      `--access-key=${accessKeyId}`,
      `--secret=${secretAccessKey}`,
    ];
    await ceph('radosgw-admin', '-n', 'client.rgw', '--no-mon-config', 'user', 'create', ...user);
    start('radosgw', '-n', 'client.rgw', '--no-mon-config');
    const endpoint = `http://127.0.0.1:${port}`;
    const client = new S3Client({ endpoint, region: 'us-east-1', credentials: secrets, forcePathStyle: true });
    await untilAnswered(endpoint);
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    return {
      env: {
        ...{ S3_ENDPOINT: endpoint, S3_BUCKET: BUCKET },
        ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
      },
      keys: () => allKeys(client),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startStore(
  folder: string,
  ceph: (name: string, ...args: string[]) => Promise<string>,
  start: (name: string, ...args: string[]) => void,
  addresses: string,
): Promise<void> {
  const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *'];
  const keyring = (...args: string[]) => ceph('ceph-authtool', ...args);
  await keyring('--create-keyring', 'keyring', '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *');
  await keyring('keyring', '--gen-key', '-n', 'client.admin', ...all);
  await keyring('keyring', '--gen-key', '-n', 'client.rgw', '--cap', 'mon', 'allow rw', '--cap', 'osd', 'allow rwx');
  await ceph('monmaptool', '--create', '--clobber', '--fsid', FSID, '--addv', 'a', addresses, 'run/monmap');
  await ceph('ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'run/monmap', '--keyring', 'keyring');
  start('ceph-mon', '-i', 'a');
  const uuid = crypto.randomUUID();
  const key = await keyring('--gen-print-key');
  writeFileSync(path.join(folder, 'secret.json'), JSON.stringify({ cephx_secret: key }));
  await keyring('--create-keyring', 'data/osd/keyring', '-n', 'osd.0', '--add-key', key);
  await ceph('ceph', 'osd', 'new', uuid, '-i', 'secret.json');
  await ceph('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', uuid, '--keyring', 'data/osd/keyring');
  start('ceph-osd', '-i', '0', '--keyring', 'data/osd/keyring');
}

async function allKeys(client: S3Client): Promise<string[]> {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  return [...(Contents ?? []), ...(Uploads ?? [])].map(({ Key }) => Key ?? '');
}

async function untilAnswered(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (
      await fetch(url).then(
        ({ status }) => status === 200,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The S3 server did not answer within a minute');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // It holds nothing that is to be kept.
  child.kill('SIGKILL');
  await ended;
}

const FSID = 'ad3492c1-c156-42c7-81d6-5efd6b861b39';

const settings = (folder: string, addresses: string, port: number) => `[global]
fsid = ${FSID}
mon_host = ${addresses}
mon_initial_members = a
public_addr = 127.0.0.1
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
osd_crush_chooseleaf_type = 0
run_dir = ${folder}/run
admin_socket = ${folder}/run/$name.asok
log_file = ${folder}/$name.log
pid_file = ${folder}/run/$name.pid
mon_data = ${folder}/data/mon
osd_data = ${folder}/data/osd
osd_objectstore = memstore
memstore_device_bytes = 1073741824
mon_data_avail_crit = 1
mon_data_avail_warn = 2
keyring = ${folder}/keyring
crash_dir = ${folder}/run
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:${port}
rgw_dns_name = 127.0.0.1
`;
