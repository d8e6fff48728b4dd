/** Webhooks over HTTP with the official client, real workers and a real receiver. */
import { ApifyApiError } from 'apify-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import { makeGrant, makeToken } from '../testing/arrange.ts';
import { Receiver } from '../testing/receiver.ts';
import { approve, finish, hold, makeActor, runRow, started } from '../testing/starts.ts';
import { until } from '../testing/workers.ts';
import { apiUrl, call, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';
import { startWebhookWorker, type WebhookWorker } from '../webhook-work/worker.ts';
import { createWebhook, MAX_WEBHOOKS } from './create.ts';
import { holdKeys } from './queries.ts';
import { updateWebhook } from './update.ts';

process.env.WEBHOOK_ALLOWED_ADDRESSES = '127.0.0.1';
serveApi();

let olga: Person;
let stan: Person;
let receiver: Receiver;
let worker: WebhookWorker;
beforeAll(async () => {
  [olga, stan] = [await person('olga'), await person('stan')];
  receiver = await Receiver.open();
  worker = await startWebhookWorker({ deliveries: { retryBackoff: true, retryDelay: 1, retryDelayMax: 1 } });
});
afterAll(async () => {
  await worker.stop();
  receiver.close();
});

const ENDS = ['ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.FAILED'] as const;
const create = (by: Person, about: Record<string, unknown>) =>
  by.client.webhooks().create({ eventTypes: [...ENDS], requestUrl: receiver.url('/'), ...about } as never);
const post = (token: string, body: unknown) =>
  call('/v2/webhooks', { method: 'POST', token, body: JSON.stringify(body) });
const errorOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => `${status} ${json?.error?.type ?? ''}`.trim();
const hooksOf = (webhooks: unknown[]) =>
  `?webhooks=${encodeURIComponent(Buffer.from(JSON.stringify(webhooks)).toString('base64'))}`;
const ended = async (id: string) =>
  until('the end of a dispatch', async () => {
    const { rows } = await pool().query('SELECT * FROM webhook_dispatches WHERE id = $1', [id]);
    return rows[0]?.finished_at && rows[0];
  });
const dispatchesOf = async (by: Person, id: string) => (await by.client.webhook(id).dispatches().list()).items;
const rowOf = async (id: string) => (await pool().query('SELECT * FROM webhooks WHERE id = $1', [id])).rows[0];

async function runOnce(
  by: Person,
  actor: { actorId: string },
  status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED',
  query = '',
) {
  const run = await started(by, actor, query);
  await finish(await hold(run.id), status);
  return run;
}

describe('with the official client', () => {
  test('a webhook is made, found, listed, changed and deleted', async () => {
    const actor = await makeActor(olga);
    const made = await create(olga, { condition: { actorId: actor.actorId }, description: 'Tell me' });
    expect(made).toMatchObject({
      ...{ userId: olga.id, isAdHoc: false, eventTypes: [...ENDS], requestUrl: receiver.url('/') },
      ...{ condition: { actorId: actor.actorId }, lastDispatch: null, stats: { totalDispatches: 0 } },
      ...{ description: 'Tell me', doNotRetry: false, ignoreSslErrors: false },
    });
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'webhook.created', because: ['owner'] });
    expect(await olga.client.webhook(made.id).get()).toEqual(made);
    const other = await create(olga, { condition: { actorId: `${olga.username}~${(await makeActor(olga)).name}` } });
    expect((await olga.client.webhooks().list()).items.map(({ id }) => id)).toEqual([made.id, other.id]);
    expect((await olga.client.webhooks().list({ desc: true, limit: 1 })).items.map(({ id }) => id)).toEqual([other.id]);
    const ofActor = await olga.client.actor(actor.actorId).webhooks().list();
    expect([ofActor.total, ofActor.items[0]?.id]).toEqual([1, made.id]);

    const changed = await olga.client.webhook(made.id).update({ requestUrl: receiver.url('/new'), description: 'New' });
    expect(changed).toMatchObject({ requestUrl: receiver.url('/new'), description: 'New', eventTypes: [...ENDS] });
    expect(await lastAudit(olga.id)).toMatchObject({
      event: 'webhook.changed',
      detail: { changed: ['requestUrl', 'description'], to: receiver.url('') },
    });
    await olga.client.webhook(made.id).delete();
    expect(await olga.client.webhook(made.id).get()).toBeUndefined();
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'webhook.deleted' });
  });

  test('what happened is told to those who wait for it, once, in the documented form', async () => {
    const actor = await makeActor(olga);
    const webhook = await create(olga, {
      condition: { actorId: actor.actorId },
      requestUrl: receiver.url('/told?key=s'),
    });
    const other = await makeActor(olga);
    await runOnce(olga, other);
    const run = await runOnce(olga, actor, 'FAILED');
    const [got] = await receiver.take('/told?key=s');
    const payload = JSON.parse(got?.body ?? '');
    const { resource, ...rest } = payload;
    expect(rest).toEqual({
      ...{ userId: olga.id, createdAt: expect.any(String), eventType: 'ACTOR.RUN.FAILED' },
      eventData: { actorId: actor.actorId, actorTaskId: null, actorRunId: run.id },
    });
    const { stats: _, ...shown } = (await call(`/v2/actor-runs/${run.id}`, { token: olga.token })).json.data;
    expect(resource).toMatchObject({ ...shown, usage: expect.any(Object) });
    const [dispatch] = await dispatchesOf(olga, webhook.id);
    expect(got?.headers).toMatchObject({
      ...{ 'content-type': 'application/json', 'x-apify-webhook': 'true', 'user-agent': 'Gatehouse webhook' },
      'x-apify-webhook-dispatch-id': dispatch?.id,
    });
    expect(got?.headers.authorization).toBeUndefined();
    await ended(dispatch?.id ?? '');
    expect(await olga.client.webhookDispatch(dispatch?.id ?? '').get()).toMatchObject({
      ...{ status: 'SUCCEEDED', webhookId: webhook.id, eventType: 'ACTOR.RUN.FAILED', userId: olga.id },
      ...{ calls: [{ responseStatus: 200, responseBody: 'ok', errorMessage: null }] },
    });
    const after = await olga.client.webhook(webhook.id).get();
    expect(after).toMatchObject({ stats: { totalDispatches: 1 }, lastDispatch: { status: 'SUCCEEDED' } });
    expect(receiver.at('/told?key=s')).toHaveLength(1);
    expect((await pool().query('SELECT 1 FROM job_events')).rowCount).toBe(0);
  });

  test('builds are told of too', async () => {
    const actor = await makeActor(olga);
    await create(olga, {
      ...{ condition: { actorId: actor.actorId }, eventTypes: ['ACTOR.BUILD.CREATED', 'ACTOR.BUILD.ABORTED'] },
      requestUrl: receiver.url('/build'),
    });
    await pool().query(
      `INSERT INTO actor_versions (actor_id, version_number, source_type, source_files, env_vars) VALUES ($1, '0.1', 'SOURCE_FILES', '[]', '[]')`,
      [actor.actorId],
    );
    const build = await olga.client.actor(actor.actorId).build('0.1');
    await receiver.take('/build', 1);
    await olga.client.build(build.id).abort();
    const told = (await receiver.take('/build', 2)).map(({ body }) => JSON.parse(body));
    expect(told.map(({ eventType }) => eventType)).toEqual(['ACTOR.BUILD.CREATED', 'ACTOR.BUILD.ABORTED']);
    expect(told[1]).toMatchObject({
      eventData: { actorId: actor.actorId, actorBuildId: build.id },
      resource: { id: build.id, status: 'ABORTED', actId: actor.actorId, meta: { origin: 'API' } },
    });
  });

  test('templates of the payload and the headers are filled in', async () => {
    const actor = await makeActor(olga);
    await create(olga, {
      ...{
        condition: { actorId: actor.actorId },
        requestUrl: receiver.url('/templates'),
        shouldInterpolateStrings: true,
      },
      payloadTemplate:
        '{"text": "Run {{resource.id}} is {{resource.status}}", "all": "{{eventData}}", "at": {{globals.dateUnix}}}',
      headersTemplate:
        '{"Authorization": "Bearer of-the-receiver", "X-Run": "{{eventData.actorRunId}}", "Host": "evil", "Content-Length": "1"}',
    });
    const run = await runOnce(olga, actor);
    const [got] = await receiver.take('/templates');
    expect(JSON.parse(got?.body ?? '')).toMatchObject({
      ...{ text: `Run ${run.id} is SUCCEEDED`, all: { actorRunId: run.id }, at: expect.any(Number) },
    });
    expect(got?.headers).toMatchObject({ authorization: 'Bearer of-the-receiver', 'x-run': run.id });
    expect(got?.headers.host).toBe(new URL(receiver.url()).host);
  });

  test('a test sends an event that did not happen, and a dispatch is replayed', async () => {
    const actor = await makeActor(olga);
    const webhook = await create(olga, { condition: { actorId: actor.actorId }, requestUrl: receiver.url('/test') });
    const tested = await olga.client.webhook(webhook.id).test();
    expect(tested).toMatchObject({ eventType: 'TEST', status: 'ACTIVE', webhookId: webhook.id });
    const [got] = await receiver.take('/test');
    expect(JSON.parse(got?.body ?? '')).toMatchObject({ eventType: 'TEST', eventData: { actorId: actor.actorId } });
    const id = tested?.id ?? '';
    await ended(id);
    const replayed = await call(`/v2/webhook-dispatches/${id}/replay`, { method: 'POST', token: olga.token });
    expect(replayed.status).toBe(201);
    expect(replayed.json.data).toMatchObject({ replayOf: id, eventType: 'TEST' });
    const [, again] = await receiver.take('/test', 2);
    expect(again?.body).toBe(got?.body);
    expect(again?.headers['x-apify-webhook-dispatch-id']).toBe(replayed.json.data.id);
    const all = await olga.client.webhookDispatches().list({ desc: true, limit: 2 });
    expect(all.items.map((dispatch) => dispatch.id)).toEqual([replayed.json.data.id, id]);
  });
});

describe('what is refused', () => {
  test.each<[string, Record<string, unknown>]>([
    ['no event', { eventTypes: [] }],
    ['an unknown event', { eventTypes: ['ACTOR.RUN.EXPLODED'] }],
    ['no condition', { condition: {} }],
    ['two conditions', { condition: { actorId: 'a', actorRunId: 'b' } }],
    ['another scheme', { requestUrl: 'ftp://example.com/' }],
    ['no address', { requestUrl: 'example.com' }],
    ['a template that is no JSON', { payloadTemplate: '{"a": }' }],
    ['an unknown variable', { payloadTemplate: '{"a": {{secrets}}}' }],
    ['headers that are none', { headersTemplate: '["a"]' }],
    ['one for a run that waits for an Actor', { isAdHoc: true }],
    ['a text too long', { description: 'x'.repeat(3_000) }],
  ])('%s', async (_, about) => {
    const { actorId } = await makeActor(olga);
    const sent = { eventTypes: [...ENDS], requestUrl: receiver.url(), condition: { actorId }, ...about };
    expect(errorOf(await post(olga.token, sent))).toBe('400 invalid-input');
    expect((await pool().query('SELECT 1 FROM webhooks WHERE actor_id = $1', [actorId])).rowCount).toBe(0);
  });

  test('a webhook needs an Actor that its maker sees, and is seen by nobody else', async () => {
    const actor = await makeActor(olga);
    const body = { eventTypes: [...ENDS], requestUrl: receiver.url(), condition: { actorId: actor.actorId } };
    expect(errorOf(await post(stan.token, body))).toBe('404 record-not-found');
    expect(errorOf(await post('', body))).toBe('401 token-not-provided');
    const { id } = await create(olga, { condition: body.condition });
    for (const [path, method] of [
      ...[
        ['', 'GET'],
        ['', 'DELETE'],
        ['/test', 'POST'],
        ['/dispatches', 'GET'],
      ],
    ] as const) {
      expect(errorOf(await call(`/v2/webhooks/${id}${path}`, { method, token: stan.token }))).toBe(
        '404 record-not-found',
      );
    }
    await makeGrant(actor.actorId, stan, ['READ']);
    expect(errorOf(await post(stan.token, body))).toBe('201');
    // Stan's tells of his own runs, and not of Olga's.
    expect((await stan.client.actor(actor.actorId).webhooks().list()).total).toBe(1);
    expect((await olga.client.actor(actor.actorId).webhooks().list()).items.map((item) => item.id)).toEqual([id]);
  });

  test('an account has so many webhooks and no more, also when they are made all at once', async () => {
    const many = await person('many');
    const { actorId } = await makeActor(many);
    await pool().query(
      `WITH ids AS (SELECT left(md5($1 || n), 17) AS id FROM generate_series(6, $2) AS n),
         of_all AS (INSERT INTO resources (id, kind, owner_id) SELECT id, 'webhook', $1 FROM ids)
       INSERT INTO webhooks (id, account_id, event_types, actor_id, request_url, carries_token)
       SELECT id, $1, '{TEST}', $3, 'https://example.com/', true FROM ids`,
      [many.id, MAX_WEBHOOKS, actorId],
    );
    const made = await Promise.all(
      Array.from({ length: 10 }, () =>
        post(many.token, { eventTypes: [...ENDS], requestUrl: receiver.url(), condition: { actorId } }),
      ),
    );
    const answers = Object.groupBy(made.map(errorOf), (answer) => answer);
    expect(answers['201']).toHaveLength(5);
    expect(answers['403 too-many-webhooks']).toHaveLength(5);
  }, 60_000);

  test('an idempotency key makes one webhook', async () => {
    const { actorId } = await makeActor(olga);
    const about = { condition: { actorId }, idempotencyKey: `key-${actorId}` };
    const [one, two] = await Promise.all([create(olga, about), create(olga, about)]);
    expect(two.id).toBe(one.id);
    expect((await create(olga, { ...about, requestUrl: receiver.url('/other') })).requestUrl).toBe(receiver.url('/'));
    // Of somebody else it is another key.
    await makeGrant(actorId, stan, ['READ']);
    expect((await create(stan, about)).id).not.toBe(one.id);
  });
});

describe('an idempotency key of a program that may not do all', () => {
  const about = (actorId: string, idempotencyKey: string) => ({ condition: { actorId }, idempotencyKey });
  const starting = (actorId: string, token: string, keys: string[], path = '/keyed') => {
    const hooks = keys.map((idempotencyKey) => ({
      ...{ eventTypes: ['ACTOR.RUN.CREATED'], requestUrl: receiver.url(path), idempotencyKey },
    }));
    return call(`/v2/actors/${actorId}/runs${hooksOf(hooks)}`, { method: 'POST', token });
  };
  const webhooksOf = async (runId: string) =>
    (await pool().query('SELECT 1 FROM webhooks WHERE run_id = $1', [runId])).rowCount;

  test('silences nobody who uses the same one later, and is one key for itself', async () => {
    const { actorId } = await makeActor(olga);
    const [me, other] = [
      await hold((await started(olga, { actorId })).id),
      await hold((await started(olga, { actorId })).id),
    ];
    const adhoc = (run: string) => ({
      ...{ eventTypes: [...ENDS], requestUrl: receiver.url(), condition: { actorRunId: run }, idempotencyKey: 'mine' },
    });
    const [one, again] = [await post(me.token, adhoc(me.id)), await post(me.token, adhoc(me.id))];
    expect([errorOf(one), again.json.data.id]).toEqual(['201', one.json.data.id]);
    expect((await post(other.token, adhoc(other.id))).json.data.id).not.toBe(one.json.data.id);
    expect((await create(olga, about(actorId, 'mine'))).condition).toMatchObject({ actorId });
    const scope = {
      resources: [{ id: actorId, permissions: ['read' as const, 'run' as const] }],
      kinds: [],
      create: [],
    };
    const scoped = (await makeToken(olga, { scope })).token;
    for (const token of [scoped, olga.token]) {
      const { json } = await starting(actorId, token, [`start-${me.id}`]);
      expect(await webhooksOf(json.data.id)).toBe(1);
    }
    for (const run of [me, other]) await finish(run);
  });

  test('is waited for in one order, whichever order they come in', async () => {
    const keys = ['one', 'two'];
    const outcomes: boolean[] = [];
    for (const asked of [keys, keys.toReversed()]) {
      let waiting: Promise<void> | undefined;
      await transaction(async (tx) => {
        const proof = await authorizeAccount(olga.session, 'create-webhook', tx);
        await holdKeys(tx, proof, ['one']);
        waiting = transaction(async (second) => holdKeys(second, proof, asked));
        await until('it waits', async () => {
          const { rows } = await pool().query('SELECT 1 FROM pg_locks WHERE locktype = $1 AND NOT granted', [
            'advisory',
          ]);
          return rows.length > 0;
        });
        // Whether the waiting one holds the other key already.
        outcomes.push(
          await transaction(async (third) => {
            await third.client.query(`SET LOCAL lock_timeout = '300ms'`);
            await holdKeys(third, proof, ['two']);
            return true;
          }).catch(() => false),
        );
      });
      await waiting;
    }
    expect(outcomes[1]).toBe(outcomes[0]);
  });

  test('starts that name the same ones crosswise all go through', async () => {
    const { actorId } = await makeActor(olga);
    const keys = Array.from({ length: 6 }, (_, nth) => `crossed-${actorId}-${nth}`);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => starting(actorId, olga.token, nth % 2 ? keys : keys.toReversed())),
    );
    expect(answers.map(errorOf)).toEqual(Array(8).fill('201'));
    const counts = await Promise.all(answers.map(({ json }) => webhooksOf(json.data.id)));
    expect(counts.map(Number).toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 0, 0, 0, 6]);
  });
});

describe('headers', () => {
  const SECRET = 'Bearer of-the-receiver';
  const headersTemplate = JSON.stringify({ Authorization: SECRET });

  test('are kept sealed, shown to their owner, and sent', async () => {
    const actor = await makeActor(olga);
    const made = await create(olga, {
      ...{ condition: { actorId: actor.actorId }, requestUrl: receiver.url('/sealed') },
      headersTemplate,
    });
    const kept = await rowOf(made.id);
    expect(kept.headers_template).toBeNull();
    expect(Object.values(kept).map(String).join()).not.toContain('of-the-receiver');
    expect(Buffer.from(kept.headers_sealed, 'base64url').toString('latin1')).not.toContain('of-the-receiver');
    expect(await olga.client.webhook(made.id).get()).toMatchObject({ headersTemplate });
    await runOnce(olga, actor);
    const [sent] = await receiver.take('/sealed', 1);
    expect(sent?.headers.authorization).toBe(SECRET);

    const other = JSON.stringify({ Authorization: 'Bearer another' });
    await olga.client.webhook(made.id).update({ headersTemplate: other });
    expect((await rowOf(made.id)).headers_sealed).not.toBe(kept.headers_sealed);
    await olga.client.webhook(made.id).update({ description: 'kept' });
    expect(await olga.client.webhook(made.id).get()).toMatchObject({ headersTemplate: other });
    await call(`/v2/webhooks/${made.id}`, { method: 'PUT', token: olga.token, body: '{"headersTemplate":null}' });
    expect(await rowOf(made.id)).toMatchObject({ headers_sealed: null, headers_template: null });
  });

  test('that were written before are sealed by upkeep, and mean the same before and after', async () => {
    const actor = await makeActor(olga);
    const { id } = await create(olga, { condition: { actorId: actor.actorId }, requestUrl: receiver.url('/older') });
    await pool().query('UPDATE webhooks SET headers_template = $2 WHERE id = $1', [id, headersTemplate]);
    expect(await olga.client.webhook(id).get()).toMatchObject({ headersTemplate });
    await runUpkeep();
    expect(await rowOf(id)).toMatchObject({ headers_template: null, headers_sealed: expect.any(String) });
    expect(await olga.client.webhook(id).get()).toMatchObject({ headersTemplate });
    await runOnce(olga, actor);
    expect((await receiver.take('/older', 1))[0]?.headers.authorization).toBe(SECRET);
  });
});

describe('webhooks of one run', () => {
  test('come with its start, tell of its creation and its end, and go with it', async () => {
    const actor = await makeActor(olga);
    const hooks = [
      {
        eventTypes: ['ACTOR.RUN.CREATED', 'ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.RESURRECTED'],
        requestUrl: receiver.url('/adhoc'),
      },
    ];
    const run = await olga.client.actor(actor.actorId).start(undefined, { webhooks: hooks as never });
    await receiver.take('/adhoc', 1);
    await finish(await hold(run.id));
    await receiver.take('/adhoc', 2);
    await olga.client.run(run.id).resurrect();
    await receiver.take('/adhoc', 3);
    await finish(await hold(run.id));
    const told = (await receiver.take('/adhoc', 4)).map(({ body }) => JSON.parse(body).eventType);
    expect(told).toEqual([
      ...['ACTOR.RUN.CREATED', 'ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.RESURRECTED', 'ACTOR.RUN.SUCCEEDED'],
    ]);
    expect((await runRow(run.id)).options).not.toHaveProperty('webhooks');
    const { rows } = await pool().query('SELECT id, is_ad_hoc FROM webhooks WHERE run_id = $1', [run.id]);
    expect(rows).toMatchObject([{ is_ad_hoc: true }]);
    expect(await olga.client.webhook(rows[0].id).get()).toMatchObject({
      isAdHoc: true,
      condition: { actorRunId: run.id },
    });
    expect((await olga.client.webhooks().list()).items.some(({ id }) => id === rows[0].id)).toBe(false);
    await olga.client.run(run.id).delete();
    expect((await pool().query('SELECT 1 FROM resources WHERE id = $1', [rows[0].id])).rowCount).toBe(0);
  });

  test('wrong ones start nothing', async () => {
    const actor = await makeActor(olga);
    for (const about of [{ eventTypes: ['NOTHING'] }, { payloadTemplate: '{' }, { requestUrl: 'x' }]) {
      const hook = { eventTypes: ['ACTOR.RUN.CREATED'], requestUrl: receiver.url(), ...about };
      const answer = await call(`/v2/actors/${actor.actorId}/runs${hooksOf([hook])}`, {
        method: 'POST',
        token: olga.token,
      });
      expect(errorOf(answer)).toBe('400 invalid-input');
    }
    expect((await pool().query('SELECT 1 FROM runs WHERE actor_id = $1', [actor.actorId])).rowCount).toBe(0);
  });

  test('a program adds one to its own run, and to no other, whatever its level', async () => {
    const actor = await makeActor(olga);
    const other = await hold((await started(olga, actor)).id);
    const me = await hold((await started(olga, actor)).id);
    const body = (run: string, about = {}) => ({
      ...{ isAdHoc: true, eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: receiver.url('/mine'), idempotencyKey: run },
      ...{ condition: { actorRunId: run }, ...about },
    });
    const added = await post(me.token, body(me.id));
    expect(errorOf(added)).toBe('201');
    const { id } = added.json.data;
    expect(await rowOf(id)).toMatchObject({
      run_id: me.id,
      is_ad_hoc: true,
      carries_token: false,
      account_id: olga.id,
    });
    expect((await post(me.token, body(me.id))).json.data.id).toBe(id);
    expect(errorOf(await post(me.token, body(other.id)))).toBe('403 insufficient-permissions');
    expect(
      errorOf(
        await post(
          me.token,
          body(me.id, { condition: { actorId: actor.actorId }, isAdHoc: false, idempotencyKey: null }),
        ),
      ),
    ).toBe('403 insufficient-permissions');
    // The key of a webhook of somebody else's making does not show it, nor does it keep this one from being made.
    const ofOlga = await create(olga, { condition: { actorId: actor.actorId }, idempotencyKey: `secret-${me.id}` });
    const ofMe = await post(me.token, body(me.id, { idempotencyKey: `secret-${me.id}` }));
    expect(errorOf(ofMe)).toBe('201');
    expect(ofMe.json.data.id).not.toBe(ofOlga.id);
    expect(errorOf(await call(`/v2/webhooks/${id}`, { token: me.token }))).toBe('404 record-not-found');
    await finish(me);
    await receiver.take('/mine');
    expect(errorOf(await post(me.token, body(me.id, { idempotencyKey: null })))).toBe('401 user-or-token-not-found');
    await finish(other);
  });

  test('who was given a run adds none to it: it would act for an account that is not theirs', async () => {
    const run = await started(olga, await makeActor(olga));
    await makeGrant(run.id, stan, ['READ', 'WRITE']);
    const body = { eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: receiver.url(), condition: { actorRunId: run.id } };
    expect(errorOf(await post(stan.token, body))).toBe('403 insufficient-permissions');
  });
});

describe('calls to our own API', () => {
  const startUrl = (actor: { actorId: string }, query = '') => `${apiUrl()}/v2/acts/${actor.actorId}/runs${query}`;
  const runsOf = async (actorId: string) =>
    (await pool().query('SELECT * FROM runs WHERE actor_id = $1', [actorId])).rows;

  test('start an Actor as the account, with the payload as input, and leave no token behind', async () => {
    const [first, second] = [await makeActor(olga), await makeActor(olga)];
    const webhook = await create(olga, {
      ...{
        condition: { actorId: first.actorId },
        requestUrl: startUrl(second),
        payloadTemplate: '{"from": {{resource.id}}}',
      },
    });
    expect(await rowOf(webhook.id)).toMatchObject({
      carries_token: true,
      scope: null,
      starts_actor_id: second.actorId,
    });
    const run = await runOnce(olga, first);
    const child = await until('the run', async () => (await runsOf(second.actorId))[0]);
    expect(child).toMatchObject({ origin: 'WEBHOOK', account_id: olga.id, cause: { webhookId: webhook.id } });
    const input = await olga.client.keyValueStore(child.default_key_value_store_id).getRecord('INPUT');
    expect(input?.value).toEqual({ from: run.id });
    const [dispatch] = await dispatchesOf(olga, webhook.id);
    await ended(dispatch?.id ?? '');
    expect((await pool().query('SELECT 1 FROM webhook_tokens')).rowCount).toBe(0);
  });

  test('carry the scope of their maker, and nothing at all for a limited run', async () => {
    const [waited, allowed, other] = [await makeActor(olga), await makeActor(olga), await makeActor(olga)];
    const scope = {
      resources: [
        { id: waited.actorId, permissions: ['read' as const] },
        { id: allowed.actorId, permissions: ['run' as const, 'read' as const] },
      ],
      ...{ kinds: [], create: ['webhook' as const] },
    };
    const scoped = await makeToken(olga, { scope });
    const make = async (to: { actorId: string }) => {
      const body = {
        eventTypes: [...ENDS],
        requestUrl: startUrl(to),
        condition: { actorId: waited.actorId },
        doNotRetry: true,
      };
      const { json } = await post(scoped.token, body);
      return json.data.id as string;
    };
    const [toAllowed, toOther] = [await make(allowed), await make(other)];
    expect(await rowOf(toAllowed)).toMatchObject({ carries_token: true, scope, starts_actor_id: allowed.actorId });
    // What it may not see it does not find.
    expect(await rowOf(toOther)).toMatchObject({ starts_actor_id: null });
    await runOnce(olga, waited);
    const [dispatch] = await until('a dispatch', async () => {
      const all = await dispatchesOf(olga, toOther);
      return all[0]?.status === 'FAILED' && all;
    });
    expect(dispatch?.calls?.[0]).toMatchObject({ responseStatus: 404 });
    await until('the run', async () => (await runsOf(allowed.actorId)).length);
    expect(await runsOf(other.actorId)).toEqual([]);
    expect((await runsOf(allowed.actorId))[0]).toMatchObject({ scope });

    // Its own dispatches it may see, with their webhook, and those of others it may not.
    const own = await call(`/v2/webhook-dispatches/${dispatch?.id}`, { token: scoped.token });
    expect(own.json.data.webhook.requestUrl).toBe(startUrl(other));
    const listed = await call('/v2/webhook-dispatches', { token: scoped.token });
    expect(listed.json.data.total).toBe(2);

    const me = await hold((await started(olga, waited)).id);
    const body = {
      eventTypes: ['ACTOR.RUN.SUCCEEDED'],
      requestUrl: startUrl(other),
      condition: { actorRunId: me.id },
      doNotRetry: true,
    };
    const { json } = await post(me.token, body);
    await finish(me);
    const refused = await until('a dispatch', async () => {
      const all = await dispatchesOf(olga, json.data.id);
      return all[0]?.status === 'FAILED' && all[0];
    });
    expect(refused.calls?.[0]).toMatchObject({ responseStatus: 404 });
    expect(await runsOf(other.actorId)).toEqual([]);
  });

  test('nobody widens what a webhook may do by changing it', async () => {
    const { actorId } = await makeActor(olga);
    const scope = (permissions: ('read' | 'write' | 'run')[]) => ({
      resources: [{ id: actorId, permissions }],
      ...{
        kinds: [{ kind: 'webhook' as const, permissions: ['read' as const, 'write' as const] }],
        create: ['webhook' as const],
      },
    });
    const [reader, runner] = [
      await makeToken(olga, { scope: scope(['read']) }),
      await makeToken(olga, { scope: scope(['read', 'run']) }),
    ];
    const { json } = await post(runner.token, {
      eventTypes: [...ENDS],
      requestUrl: receiver.url(),
      condition: { actorId },
    });
    const { id } = json.data;
    const change = (token: string) =>
      call(`/v2/webhooks/${id}`, { method: 'PUT', token, body: JSON.stringify({ description: 'x' }) });
    await change(olga.token);
    expect((await rowOf(id)).scope).toEqual(scope(['read', 'run']));
    await change(reader.token);
    expect((await rowOf(id)).scope).toEqual(scope(['read']));
    await change(runner.token);
    await change(olga.token);
    expect((await rowOf(id)).scope).toEqual(scope(['read']));
    // And one of the account's own becomes a scoped token's with that token's change.
    const own = await create(olga, { condition: { actorId } });
    await call(`/v2/webhooks/${own.id}`, {
      method: 'PUT',
      token: reader.token,
      body: '{"requestUrl":"https://example.com/"}',
    });
    expect(await rowOf(own.id)).toMatchObject({ carries_token: true, scope: scope(['read']) });
  });

  test('carry none where the webhook says itself who it is, nor to anybody else', async () => {
    const actor = await makeActor(olga);
    const target = await makeActor(olga);
    const about = { condition: { actorId: actor.actorId }, doNotRetry: true, eventTypes: ['ACTOR.RUN.SUCCEEDED'] };
    const wrong = [
      await create(olga, { ...about, requestUrl: startUrl(target, '?token=wrong') }),
      await create(olga, {
        ...about,
        requestUrl: startUrl(target),
        headersTemplate: '{"Authorization": "Bearer wrong"}',
      }),
      await create(olga, { ...about, requestUrl: startUrl(target).replace('//', '//user:password@') }),
    ];
    await create(olga, { ...about, requestUrl: receiver.url('/foreign') });
    receiver.answer = (response, { path }) => {
      if (path === '/redirects') response.writeHead(307, { location: startUrl(target) });
      response.end('ok');
    };
    const redirected = await create(olga, { ...about, requestUrl: receiver.url('/redirects') });
    await runOnce(olga, actor);
    const [foreign] = await receiver.take('/foreign');
    expect(foreign?.headers.authorization).toBeUndefined();
    for (const { id } of [...wrong, redirected]) {
      const dispatch = await until('the end', async () => {
        const all = await dispatchesOf(olga, id);
        return all[0]?.status === 'FAILED' && all[0];
      });
      expect([401, 307]).toContain(dispatch.calls?.[0]?.responseStatus);
    }
    expect(await runsOf(target.actorId)).toEqual([]);
    receiver.answer = (response) => response.end('ok');
  });

  test('an Actor that wants an approval says so in the dispatch, and once approved a replay starts it', async () => {
    const [waited, full] = [
      await makeActor(olga),
      await makeActor(stan, { isPublic: true, level: 'FULL_PERMISSIONS' }),
    ];
    const webhook = await create(olga, {
      condition: { actorId: waited.actorId },
      requestUrl: startUrl(full),
      doNotRetry: true,
    });
    await runOnce(olga, waited);
    const refused = await until('the refusal', async () => {
      const all = await dispatchesOf(olga, webhook.id);
      return all[0]?.status === 'FAILED' && all[0];
    });
    expect(refused.calls?.[0]?.responseStatus).toBe(403);
    expect(JSON.parse(refused.calls?.[0]?.responseBody ?? '').error).toMatchObject({
      type: 'full-permission-actor-not-approved',
      data: { approvalUrl: expect.stringContaining(`/actors/${full.actorId}?approvePermissions=true`) },
    });
    const { rows } = await until('the note', async () => {
      const found = await pool().query('SELECT * FROM refused_starts WHERE actor_id = $1', [full.actorId]);
      return found.rowCount ? found : null;
    });
    expect(rows).toMatchObject([{ account_id: olga.id, source: 'webhook', source_id: webhook.id }]);
    await approve(full.actorId, olga);
    await call(`/v2/webhook-dispatches/${refused.id}/replay`, { method: 'POST', token: olga.token });
    await until('the run', async () => (await runsOf(full.actorId)).length);
  });
});

describe('what is shown to whom', () => {
  test('a token that only reads sees where a webhook leads, and none of its secrets', async () => {
    const { actorId } = await makeActor(olga);
    const secret = { condition: { actorId }, requestUrl: 'https://user:pw@hooks.example/T0/secret?key=secret' };
    const { id } = await create(olga, {
      ...secret,
      headersTemplate: '{"X-Key": "secret"}',
      payloadTemplate: '"secret"',
    });
    const reader = await makeToken(olga, {
      scope: { resources: [], kinds: [{ kind: 'webhook', permissions: ['read'] }], create: [] },
    });
    for (const path of [`/v2/webhooks/${id}`, '/v2/webhooks']) {
      const answer = await call(path, { token: reader.token });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('secret');
      expect(answer.text).toContain('https://hooks.example/***');
      expect((await call(path, { token: olga.token })).text).toContain('secret');
    }
    const refused = await call(`/v2/webhooks/${id}`, { method: 'PUT', token: reader.token, body: '{}' });
    expect(errorOf(refused)).toBe('403 insufficient-permissions');
  });
});

test('an unknown webhook or dispatch is not told from one of somebody else', async () => {
  const { actorId } = await makeActor(olga);
  const { id } = await create(olga, { condition: { actorId } });
  const texts = await Promise.all(
    [id, 'NoSuchWebhook0001'].map(async (one) => (await call(`/v2/webhooks/${one}`, { token: stan.token })).text),
  );
  expect(texts[0]).toBe(texts[1]);
  await expect(stan.client.webhook(id).update({})).rejects.toThrow(ApifyApiError);
});

describe('an address that is itself of a private network', () => {
  const problem = (host: string) => ({
    ...{ type: 'invalid-input', data: { field: 'requestUrl' } },
    message: `${host} is in a private network; this instance calls only public addresses`,
  });
  const asForm = { refusesPrivate: true };

  test.each([
    ['http://192.168.1.10/hook', '192.168.1.10'],
    ['http://10.0.0.1/', '10.0.0.1'],
    ['http://[::1]/', '::1'],
    ['http://0x7f.2/', '127.0.0.2'],
  ])('%s is refused by the form, which saves nothing, and kept for programs', async (requestUrl, host) => {
    const { actorId } = await makeActor(olga);
    const about = { condition: { actorId }, eventTypes: [...ENDS] };
    const count = async () => (await olga.client.actor(actorId).webhooks().list()).total;
    await expect(createWebhook(olga.session, { ...about, requestUrl }, asForm)).rejects.toMatchObject(problem(host));
    expect(await count()).toBe(0);
    const { id } = await createWebhook(olga.session, { ...about, requestUrl: 'https://hooks.example/' }, asForm);
    const change = { requestUrl, description: 'new' };
    await expect(updateWebhook(olga.session, id, change, asForm)).rejects.toMatchObject(problem(host));
    expect(await rowOf(id)).toMatchObject({ request_url: 'https://hooks.example/', description: null });
    expect((await post(olga.token, { ...about, requestUrl })).status).toBe(201);
  });

  test('is taken by the form where it is allowed, or is our own API', async () => {
    const { actorId } = await makeActor(olga);
    for (const requestUrl of [receiver.url('/'), `${apiUrl()}/v2/acts/${actorId}/runs`]) {
      const about = { condition: { actorId }, eventTypes: [...ENDS], requestUrl };
      expect(await createWebhook(olga.session, about, asForm)).toMatchObject({ requestUrl });
    }
  });
});
