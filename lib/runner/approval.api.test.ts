/**
 * A start that needs a person's yes, as the official client and the official SDK meet it: outside, and in the programs of real runs, which
 * call other Actors and become them.
 */
import { ApifyApiError } from 'apify-client';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { type MadeActor, makeActor, runRow, started } from '../testing/starts.ts';
import { linesOf, until, workersOfFile } from '../testing/workers.ts';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });
const startWorker = workersOfFile();

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';

/** Does what its input says, and stores what came of it. */
const MAIN = `
import { Actor } from 'apify';

await Actor.init();
const { what, target } = (await Actor.getInput()) ?? {};
const level = process.env.ACTOR_PERMISSION_LEVEL;
if (what === 'call') {
  try {
    const run = await Actor.call(target, {}, { memory: 256 });
    await Actor.setValue('OUTPUT', { level, run: { id: run.id, status: run.status } });
  } catch ({ name, type, statusCode, data, message }) {
    await Actor.setValue('OUTPUT', { level, error: { name, type, statusCode, data, message } });
  }
} else if (what === 'become') {
  try {
    await Actor.metamorph(target, {}, { customAfterSleepMillis: 60_000 });
  } catch ({ name, type, statusCode, data, message }) {
    await Actor.setValue('OUTPUT', { level, error: { name, type, statusCode, data, message } });
  }
} else {
  await Actor.setValue('OUTPUT', { level });
}
await Actor.exit();
`;
const FILES = [
  {
    name: 'package.json',
    format: 'TEXT' as const,
    content: JSON.stringify({
      ...{ name: 'asking', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } },
      dependencies: { apify: '3.7.2' },
    }),
  },
  { name: 'main.js', format: 'TEXT' as const, content: MAIN },
];

let olga: Person;
let dev: Person;
let builtId: string;

beforeAll(async () => {
  [olga, dev] = [await person('olga'), await person('dev')];
  startWorker({ WORKER_LEASE_SECS: '30' });
  const versions = [{ versionNumber: '0.1', buildTag: 'latest', sourceType: 'SOURCE_FILES', sourceFiles: FILES }];
  const actor = await dev.client.actors().create({ name: 'asking', versions: versions as never });
  const { id } = await dev.client.actor(actor.id).build('0.1');
  const build = await dev.client.build(id).waitForFinish({ waitSecs: 240 });
  expect(build.status, (await dev.client.build(id).log().get()) ?? '').toBe('SUCCEEDED');
  builtId = id;
});

/** An Actor with the program above. */
async function actorOf(owner: Person, level: typeof LIMITED | typeof FULL): Promise<MadeActor> {
  const actor = await makeActor(owner, { level, isPublic: true });
  await pool().query(
    `UPDATE builds b SET engine = p.engine, blob_id = p.blob_id, product_bytes = p.product_bytes FROM builds p WHERE p.id = $1 AND b.id = $2`,
    [builtId, actor.buildId],
  );
  return actor;
}

async function approve(by: Person, { actorId }: MadeActor): Promise<void> {
  const address = { by: 'id', id: actorId } as const;
  const { shown } = await getApprovalQuestion(by.session, address);
  await approveActor(by.session, address, { shown });
}

async function ended(id: string) {
  const row = await until('the run ends', async () => runRow(id).then((run) => run.finishedAt && run), 90_000);
  expect(row.status, (await linesOf(id)).join('\n')).toBe('SUCCEEDED');
  const { json } = await call(`/v2/actor-runs/${id}/key-value-store/records/OUTPUT`, { token: olga.token });
  return { row, output: json };
}

const refusalFor = ({ actorId }: MadeActor) => ({
  statusCode: 403,
  type: 'full-permission-actor-not-approved',
  message: 'This Actor requires full access to your account. You must approve its permissions before running it.',
  data: {
    approvalUrl: `${process.env.CONSOLE_URL ?? 'http://localhost:3000'}/actors/${actorId}?approvePermissions=true`,
  },
});

describe('from outside', () => {
  test('the official client says it as an error that it does not try again, and starts the Actor once it is approved', async () => {
    const actor = await actorOf(dev, FULL);
    const client = olga.client.actor(actor.actorId);
    let tries = 0;
    const { httpClient } = olga.client as unknown as {
      httpClient: { axios: { interceptors: { request: { use: (f: <T>(config: T) => T) => void } } } };
    };
    httpClient.axios.interceptors.request.use((config) => {
      tries++;
      return config;
    });
    for (const ask of [() => client.start(), () => client.call({}, { log: null })]) {
      tries = 0;
      const error = await ask().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ApifyApiError);
      expect(error).toMatchObject({ ...refusalFor(actor), attempt: 1 });
      expect(tries).toBe(1);
    }
    await approve(olga, actor);
    const run = await client.call({}, { log: null, waitSecs: 90 });
    expect((await ended(run.id)).output).toEqual({ level: FULL });
  });
});

describe('in the program of a run', () => {
  const cases: [what: 'call' | 'become', level: typeof LIMITED | typeof FULL][] = [
    ['call', FULL],
    ['become', FULL],
    ['call', LIMITED],
    ['become', LIMITED],
  ];
  test.each(cases)('%s another Actor with full permissions, at %s', async (what, level) => {
    const [own, foreign] = [await actorOf(olga, level), await actorOf(dev, FULL)];
    const { id } = await started(olga, own, '?memory=512', { what, target: foreign.actorId });
    const { row, output } = await ended(id);
    if (level === LIMITED) {
      const error = { statusCode: 403, type: 'insufficient-permissions', name: 'ApifyApiError' };
      expect(output).toMatchObject({ level: LIMITED, error });
      expect(output.error.data).toBeUndefined();
      expect(row).toMatchObject({ level: LIMITED, actorId: own.actorId });
    } else if (what === 'call') {
      expect(output).toMatchObject({ level: FULL, run: { status: 'SUCCEEDED' } });
      const child = await runRow(output.run.id);
      expect(child).toMatchObject({ level: FULL, levelBecause: ['called-by-full'], ancestorIds: [id] });
    } else {
      expect(row).toMatchObject({ level: FULL, levelBecause: ['called-by-full'], actorId: foreign.actorId });
      expect(output).toEqual({ level: FULL });
    }
    // What a program started is no consent to a start from outside.
    await expect(olga.client.actor(foreign.actorId).start()).rejects.toMatchObject(refusalFor(foreign));
  });

  test('that only has a token of the account: it is told where to approve', async () => {
    const foreign = await actorOf(dev, FULL);
    // The same SDK outside of any run is told by its environment where the API is.
    process.env.APIFY_API_BASE_URL = apiUrl();
    const { Actor } = await import('apify');
    const thrown = await Actor.call(foreign.actorId, {}, { token: olga.token }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject(refusalFor(foreign));
  });
});
