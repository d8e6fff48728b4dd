/** Whoever takes their word back comes to their turn, whatever starts meanwhile. */
import { expect, test } from 'vitest';
import { startRun } from '../run/start.ts';
import { approve, makeActor } from '../testing/starts.ts';
import { person, serveApi } from '../testing/world.ts';
import { revokeApproval } from './revoke.ts';

serveApi();

const byId = (id: string) => ({ by: 'id', id }) as const;
const SIDE_BY_SIDE = 12;
const LONG_MILLIS = 8_000;

test('a program that starts without a pause does not hold up that its approval is taken back', async () => {
  const [dev, olga] = [await person('dev'), await person('olga')];
  const { actorId } = await makeActor(dev, { level: 'FULL_PERMISSIONS', isPublic: true });
  await approve(actorId, olga);
  let isOver = false;
  const starting = Array.from({ length: SIDE_BY_SIDE }, async () => {
    const refusals: unknown[] = [];
    while (!isOver) await startRun(olga.api, { actor: byId(actorId) }).catch((error) => refusals.push(error.type));
    return refusals;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const revoked = revokeApproval(olga.session, byId(actorId)).then(() => 'revoked');
  const long = new Promise((resolve) => setTimeout(resolve, LONG_MILLIS, 'held up'));
  const outcome = await Promise.race([revoked, long]);
  // So that each of those has asked once more.
  await new Promise((resolve) => setTimeout(resolve, 300));
  isOver = true;
  const refused = (await Promise.all(starting)).flat();
  await revoked;
  expect(outcome).toBe('revoked');
  expect(new Set(refused)).toEqual(new Set(['full-permission-actor-not-approved']));
}, 60_000);
