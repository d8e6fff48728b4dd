import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeDataset } from '../testing/arrange.ts';
import { makeActor, started } from '../testing/starts.ts';
import { person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { getFirstSteps } from './first-steps.ts';

serveApi();

const NONE = { hasBuilt: false, hasRun: false, hasFinishedRun: false };
const steps = async (who: Awaited<ReturnType<typeof person>>) => {
  await flushUsage();
  return getFirstSteps(who.session);
};

test('the first steps with programs are a build, a run, and its end', async () => {
  const olga = await person('olga');
  expect(await steps(olga)).toMatchObject(NONE);
  const actor = await makeActor(olga);
  expect(await steps(olga)).toMatchObject({ ...NONE, hasBuilt: true });
  const { id } = await started(olga, actor);
  expect(await steps(olga)).toMatchObject({ hasBuilt: true, hasRun: true, hasFinishedRun: false });
  await pool().query("UPDATE runs SET status = 'SUCCEEDED', finished_at = now() WHERE id = $1", [id]);
  expect(await steps(olga)).toMatchObject({ hasBuilt: true, hasRun: true, hasFinishedRun: true });
});

test('whoever ran the Actor of somebody else need not make one', async () => {
  const [olga, colin] = [await person('olga'), await person('colin')];
  await started(colin, await makeActor(olga, { isPublic: true }));
  expect(await steps(colin)).toMatchObject({ hasBuilt: true, hasRun: true });
});

test('the steps with data are a token, its use, and items that no run made', async () => {
  const rita = await person('rita');
  await pool().query('DELETE FROM tokens WHERE account_id = $1', [rita.id]);
  const before = await steps(rita);
  expect(before).toMatchObject({ hasToken: false, hasUsedToken: false, hasItems: false });

  const olga = await person('olga');
  const { defaultDatasetId } = await started(olga, await makeActor(olga));
  await olga.client.dataset(defaultDatasetId).pushItems([{ a: 1 }]);
  expect(await steps(olga)).toMatchObject({ hasToken: true, hasUsedToken: true, hasItems: false });
  await olga.client.dataset(await makeDataset(olga)).pushItems([{ a: 1 }]);
  expect(await steps(olga)).toMatchObject({ hasItems: true });
});
