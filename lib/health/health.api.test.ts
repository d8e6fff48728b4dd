import { beforeEach, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { createId } from '../ids.ts';
import { anonymous, call, person, serveApi } from '../testing/world.ts';
import { registerWorker, touchWorker } from '../worker/queries.ts';
import { getHealth } from './get-health.ts';

serveApi();
beforeEach(() => pool().query('DELETE FROM workers'));

const engine = {
  name: 'process',
  isAvailable: true,
  isolation: 'sandbox',
  summary: 'Sandbox by bubblewrap.',
  remedy: null,
};
const NO_SANDBOX = { ...engine, isolation: 'none', summary: 'No sandbox works here.', remedy: 'Install bubblewrap.' };
const register = async (found: typeof engine | typeof NO_SANDBOX) => {
  const id = createId();
  await registerWorker({ id, host: 'one', memoryMbytes: 4096, engines: [found] });
  return id;
};

test('everybody is told what can be run; what is missing is for the operator', async () => {
  const operator = await person('opal', { isOperator: true });
  const olga = await person('olga');
  expect(await getHealth(anonymous)).toEqual({ runs: 'nothing', workers: null });
  const id = await register(NO_SANDBOX);
  await touchWorker(id, 512);
  expect((await call('/health')).json).toEqual({ ok: true, runs: 'own-actors' });
  for (const ctx of [anonymous, olga.session, olga.api, operator.api]) {
    expect(await getHealth(ctx)).toEqual({ runs: 'own-actors', workers: null });
  }
  expect(await getHealth(operator.session)).toMatchObject({
    runs: 'own-actors',
    workers: [{ id, host: 'one', memoryMbytes: 4096, usedMemoryMbytes: 512, engines: [NO_SANDBOX] }],
  });
  await register(engine);
  expect((await getHealth(olga.session)).runs).toBe('all');
});

test('a worker that has not been heard of for a minute does not count', async () => {
  await register(engine);
  await pool().query(`UPDATE workers SET seen_at = now() - interval '61 seconds'`);
  expect((await call('/health')).json).toEqual({ ok: true, runs: 'nothing' });
});

test('an engine that does not work runs nothing', async () => {
  await register({ ...engine, isAvailable: false });
  expect((await getHealth(anonymous)).runs).toBe('nothing');
});
