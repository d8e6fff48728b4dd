/** What the explanation says and what requests are answered is the same. */
import { beforeAll, describe, expect, test } from 'vitest';
import { setRunSharing } from '../account/run-sharing.ts';
import type { AccessExplanation } from '../authorization/explain.ts';
import type { Reference } from '../authorization/rows.ts';
import { makeGrant, setAccountAccess } from '../testing/arrange.ts';
import { makeActor, started } from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import type { ResourceKind } from '../vocabulary.ts';
import { explainResource } from './explain.ts';

serveApi();

const PATHS: Partial<Record<ResourceKind, string>> = { run: 'actor-runs', dataset: 'datasets' };

let people: Record<'olga' | 'dev' | 'rita' | 'colin' | 'nora' | 'dana' | 'stan', Person>;
beforeAll(async () => {
  const names = ['olga', 'dev', 'rita', 'colin', 'nora', 'dana', 'stan'] as const;
  people = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await person(name)])),
  ) as typeof people;
  await setAccountAccess(people.olga, 'RESTRICTED');
});

const reference = (kind: ResourceKind, id: string): Reference => ({ kind, address: { by: 'id', id } });

/** Who reads, as the explanation says, and as the answers to everybody's requests say. */
async function compare(kind: ResourceKind, id: string): Promise<AccessExplanation[]> {
  const rows = await explainResource(people.olga.session, reference(kind, id));
  const isOpen = rows.some(({ who, permissions }) => who.kind === 'everyone-with-id' && permissions.includes('read'));
  const listed = rows.flatMap(({ who, permissions }) =>
    who.kind === 'account' && permissions.includes('read') ? [who.accountId] : [],
  );
  for (const asker of Object.values(people)) {
    const { status } = await call(`/v2/${PATHS[kind]}/${id}`, { token: asker.token });
    const expected = isOpen || asker === people.olga || listed.includes(asker.id) ? 200 : 403;
    expect(`${asker.username} ${status}`).toBe(`${asker.username} ${expected}`);
  }
  expect((await call(`/v2/${PATHS[kind]}/${id}`)).status).toBe(isOpen ? 200 : 403);
  return rows;
}

const ofAccount = (rows: AccessExplanation[], { id }: Person) =>
  rows.find(({ who }) => who.kind === 'account' && who.accountId === id);

describe('the explanation', () => {
  test('of a run of her own Actor names those who hold the run, and collaborators who may view her runs', async () => {
    const { olga, rita, colin, nora, dana } = people;
    const actor = await makeActor(olga);
    const run = await started(olga, actor);
    await makeGrant(run.id, rita, ['READ', 'WRITE']);
    await makeGrant(actor.actorId, colin, ['READ', 'VIEW_OWNER_RUNS']);
    await makeGrant(actor.actorId, nora, ['READ', 'RUN']);
    await makeGrant(run.defaultDatasetId, dana, ['READ']);

    const rows = await compare('run', run.id);
    expect(ofAccount(rows, rita)).toMatchObject({ permissions: ['read', 'write'], because: ['grant'], through: null });
    expect(ofAccount(rows, colin)).toMatchObject({
      ...{ permissions: ['read'], because: ['collaborator-owner-runs'], stop: null },
      through: { kind: 'actor', id: actor.actorId },
    });
    expect(ofAccount(rows, nora)).toBeUndefined();
    expect(ofAccount(rows, dana)).toBeUndefined();

    const ofDataset = await compare('dataset', run.defaultDatasetId);
    expect(ofAccount(ofDataset, rita)).toMatchObject({
      ...{ permissions: ['read'], because: ['grant-run-parts'], stop: null },
      through: { kind: 'run', id: run.id },
    });
    expect(ofAccount(ofDataset, colin)?.because).toEqual(['collaborator-owner-runs']);
    expect(ofAccount(ofDataset, dana)).toMatchObject({ because: ['grant'], stop: { kind: 'remove-grant' } });
    await makeGrant(run.defaultDatasetId, rita, ['READ']);
    expect(ofAccount(await compare('dataset', run.defaultDatasetId), rita)).toMatchObject({
      ...{ because: ['grant', 'grant-run-parts'], stop: { kind: 'remove-grant' } },
    });
  });

  test("of a run of another's public Actor names its maker as long as runs are shared", async () => {
    const { olga, dev } = people;
    const actor = await makeActor(dev, { isPublic: true });
    const run = await started(olga, actor);
    expect(ofAccount(await compare('run', run.id), dev)).toBeUndefined();
    await setRunSharing(olga.session, { sharesRuns: true });
    expect(ofAccount(await compare('run', run.id), dev)).toMatchObject({
      ...{ permissions: ['read'], because: ['creator-shared-runs'], stop: null },
    });
    expect(ofAccount(await compare('dataset', run.defaultDatasetId), dev)?.because).toEqual(['creator-shared-runs']);
    await setRunSharing(olga.session, { sharesRuns: false });
    expect(ofAccount(await compare('dataset', run.defaultDatasetId), dev)).toBeUndefined();
  });

  test('of what follows an open run, or an open account, names everyone', async () => {
    const { olga } = people;
    const run = await started(olga, await makeActor(olga));
    await call(`/v2/actor-runs/${run.id}`, {
      ...{ method: 'PUT', token: olga.token, body: JSON.stringify({ generalAccess: 'ANYONE_WITH_ID_CAN_READ' }) },
    });
    for (const [kind, id] of [
      ['run', run.id],
      ['dataset', run.defaultDatasetId],
    ] as const) {
      expect((await compare(kind, id)).map(({ who }) => who.kind)).toContain('everyone-with-id');
    }
    const other = await started(olga, await makeActor(olga));
    expect((await compare('dataset', other.defaultDatasetId)).map(({ who }) => who.kind)).not.toContain(
      'everyone-with-id',
    );
  });

  test('of an Actor and its build names everyone where it is public, and people where it was given to them', async () => {
    const { olga, colin } = people;
    const [open, closed] = [await makeActor(olga, { isPublic: true }), await makeActor(olga)];
    await makeGrant(closed.actorId, colin, ['READ', 'RUN']);
    const kinds = async (kind: ResourceKind, id: string) =>
      (await explainResource(olga.session, reference(kind, id))).map(({ who, permissions, because }) => [
        ...[who.kind, permissions.join(), because.join()],
      ]);
    expect(await kinds('actor', open.actorId)).toEqual(
      expect.arrayContaining([
        ['everyone-with-id', 'read', 'public-actor'],
        ['everyone-with-account', 'read,run', 'public-actor'],
      ]),
    );
    expect(await kinds('build', open.buildId)).toContainEqual(['everyone-with-id', 'read', 'public-actor-build']);
    expect(await kinds('build', closed.buildId)).not.toContainEqual(expect.arrayContaining(['everyone-with-id']));
    expect(await kinds('actor', closed.actorId)).toContainEqual(['account', 'read,run', 'grant']);
    expect(await kinds('actor', closed.actorId)).not.toContainEqual(expect.arrayContaining(['everyone-with-account']));
  });

  test('is for those who may share', async () => {
    const { olga, stan, rita } = people;
    const run = await started(olga, await makeActor(olga));
    await makeGrant(run.id, rita, ['READ']);
    for (const asker of [stan, rita]) {
      await expect(explainResource(asker.session, reference('run', run.id))).rejects.toMatchObject({
        type: 'insufficient-permissions',
      });
    }
  });
});
