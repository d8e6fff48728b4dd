/** Inputs that are kept for later starts, and whether they fit. */
import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { assertInput } from '../console/checked-input.ts';
import { getInputSchema } from '../run-input/validate.ts';
import { makeGrant } from '../testing/arrange.ts';
import { makeActor, SHOP_INPUT } from '../testing/starts.ts';
import { byId, call, person, serveApi } from '../testing/world.ts';
import { createTask } from './create.ts';
import { getTaskInputProblems } from './page-view.ts';

serveApi();

test('the API keeps what no Actor takes, and the page says what is wrong with it', async () => {
  const [olga, rita] = [await person('olga'), await person('rita')];
  const actor = await makeActor(olga, { inputSchema: SHOP_INPUT });
  const create = (input: unknown) =>
    call('/v2/actor-tasks', {
      ...{ method: 'POST', token: olga.token, headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ actId: actor.actorId, input }),
    });
  const problemsOf = async (input: unknown) => {
    const { status, json } = await create(input);
    expect(status).toBe(201);
    return getTaskInputProblems(olga.session, byId(json.data.id));
  };
  expect(await problemsOf({ shop: 7 })).toMatchObject([{ field: 'shop' }]);
  expect(await problemsOf({})).toMatchObject([{ field: 'shop', message: expect.stringContaining('required') }]);
  expect(await problemsOf(null)).toMatchObject([{ field: 'shop' }]);
  expect(await problemsOf({ shop: 'north' })).toEqual([]);

  // Who may see the task, and not its Actor, learns nothing of what that takes.
  const { json } = await create({ shop: 7 });
  await makeGrant(json.data.id, rita, ['READ']);
  expect(await getTaskInputProblems(rita.session, byId(json.data.id))).toEqual([]);
  await expect(getTaskInputProblems((await person('stan')).session, byId(json.data.id))).rejects.toMatchObject({
    type: 'record-not-found',
  });
});

test('it is held against the build that the task asks for; without a finished one there is nothing to say', async () => {
  const olga = await person('olga');
  const actor = await makeActor(olga, { inputSchema: SHOP_INPUT });
  const make = async (build: string) =>
    (await createTask(olga.session, { actId: actor.actorId, input: { shop: 7 }, options: { build } })).id;
  const [numbered, unknown] = [await make('0.0.1'), await make('beta')];
  expect((await getTaskInputProblems(olga.session, byId(numbered))).length).toBe(1);
  expect(await getTaskInputProblems(olga.session, byId(unknown))).toEqual([]);
  expect(await getInputSchema(olga.session, byId(actor.actorId), 'beta')).toBeNull();
  expect(await getInputSchema(olga.session, byId(actor.actorId), null)).toMatchObject({ required: ['shop'] });
  await pool().query('DELETE FROM resources WHERE id = $1', [actor.actorId]);
  expect(await getTaskInputProblems(olga.session, byId(numbered))).toEqual([]);
});

test('a form refuses what a start would refuse, with the fields to correct', async () => {
  const olga = await person('olga');
  const { actorId, buildId } = await makeActor(olga, { inputSchema: SHOP_INPUT });
  const check = (text: string) => assertInput(olga.session, byId(actorId), { build: null, text });
  await check('{"shop": "north"}');
  await expect(check('{"shop": 7}')).rejects.toMatchObject({
    type: 'invalid-input',
    data: { problems: [{ field: 'shop' }] },
  });
  await expect(check('')).rejects.toMatchObject({ data: { problems: [{ field: 'shop' }] } });
  await expect(check('[]')).rejects.toMatchObject({ data: { problems: [{ field: '' }] } });
  await pool().query("UPDATE builds SET status = 'FAILED' WHERE id = $1", [buildId]);
  await check('{"shop": 7}');
});
