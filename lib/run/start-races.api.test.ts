/**
 * What ends the consent to full permissions ends it for every start that is committed afterwards, in whatever process: changes of the level,
 * revocations, ceilings and the account's setting, each with starts going on in two processes.
 *
 * A trigger looks at each start right before its commit: what it started by must be in force then. And the very next start on the other
 * process, once the change is acknowledged, must be refused or limited.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { setApprovalSetting } from '../account/approval-setting.ts';
import { getSettings } from '../account/settings.ts';
import { revokeApproval } from '../approval/revoke.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { runCount } from '../testing/scale.ts';
import { type SecondServer, startSecondServer } from '../testing/second-server.ts';
import { approve, type MadeActor, makeActor } from '../testing/starts.ts';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 7_200_000 });

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';
const REFUSED = '403 full-permission-actor-not-approved';

/** Of all kinds of changes together. */
const CYCLES = Math.ceil(runCount('START_RACES', 200) / 4);

let dev: Person;
let rita: Person;
let elsewhere: SecondServer;
beforeAll(async () => {
  elsewhere = await startSecondServer();
  await pool().query(`
    CREATE TABLE late_starts (run_id text, because text[], what text);
    CREATE FUNCTION note_late_start() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      why text := (SELECT CASE
        WHEN k.level_epoch <> NEW.level_epoch THEN 'the level had changed'
        WHEN NEW.level <> 'FULL_PERMISSIONS' THEN NULL
        WHEN EXISTS (SELECT 1 FROM level_ceilings c WHERE c.account_id = NEW.account_id AND c.actor_id = NEW.actor_id) THEN 'there was a ceiling'
        WHEN 'approved' = ANY (NEW.level_because) AND NOT EXISTS (
          SELECT 1 FROM approvals p WHERE p.account_id = NEW.account_id AND p.actor_id = NEW.actor_id
            AND p.level_epoch = NEW.level_epoch AND p.revoked_at IS NULL
        ) THEN 'the approval had been revoked'
        WHEN 'skip-setting' = ANY (NEW.level_because) AND NOT (SELECT o.skips_approval FROM accounts o WHERE o.id = NEW.account_id)
          THEN 'approval was required'
      END FROM actors k WHERE k.id = NEW.actor_id);
    BEGIN
      IF why IS NOT NULL THEN INSERT INTO late_starts VALUES (NEW.id, NEW.level_because, why); END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER late_starts AFTER INSERT ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_late_start()`);
  [dev, rita] = [await person('dev'), await person('rita')];
}, 60_000);
afterAll(async () => {
  await pool().query('DROP TRIGGER late_starts ON runs; DROP FUNCTION note_late_start; DROP TABLE late_starts');
  await elsewhere.stop();
});

/** Starts an Actor and gives the level of the run, or the refusal. */
async function start({ actorId }: MadeActor, at: string): Promise<string> {
  const { status, json, text } = await call(`${at}/v2/actors/${actorId}/runs`, { method: 'POST', token: rita.token });
  if (status === 201) return json.data.actorPermissionLevel;
  return json?.error ? `${status} ${json.error.type}` : text;
}

/** Makes the change while starts are going on in both processes, a little later each time. Gives what came of those. */
async function amidStarts(n: number, actor: MadeActor, change: () => Promise<unknown>): Promise<string[]> {
  const going = [elsewhere.url, apiUrl(), elsewhere.url].map((at) => start(actor, at));
  await new Promise((resolve) => setTimeout(resolve, n % 17));
  await change();
  // Acknowledged: the very next one, while those before may still be going on.
  const next = await start(actor, elsewhere.url);
  return [next, ...(await Promise.all(going))];
}

const foreign = () => makeActor(dev, { isPublic: true, level: FULL });
const address = ({ actorId }: MadeActor) => ({ by: 'id', id: actorId }) as const;
async function setSkips(skipsApproval: boolean): Promise<void> {
  const { settingsVersion } = await getSettings(rita.session);
  await setApprovalSetting(rita.session, { skipsApproval, settingsVersion });
}

async function setLevel({ actorId }: MadeActor, level: string): Promise<void> {
  const body = JSON.stringify({ actorPermissionLevel: level });
  const { status, text } = await call(`/v2/actors/${actorId}`, { method: 'PUT', token: dev.token, body });
  expect(status, text).toBe(200);
}

/** Each gives what the next start must come to, and what came of all. */
const CHANGES: Record<string, (n: number, actor: MadeActor) => Promise<[next: string, came: string[]][]>> = {
  'an approval that is revoked': async (n, actor) => {
    await approve(actor.actorId, rita);
    return [[REFUSED, await amidStarts(n, actor, () => revokeApproval(rita.session, address(actor)))]];
  },
  'a level that changes in either direction': async (n, actor) => {
    await approve(actor.actorId, rita);
    return [
      [LIMITED, await amidStarts(n, actor, () => setLevel(actor, LIMITED))],
      [REFUSED, await amidStarts(n, actor, () => setLevel(actor, FULL))],
    ];
  },
  'a ceiling that is set': async (n, actor) => {
    if (n === 0) await approve(actor.actorId, rita);
    const came = await amidStarts(n, actor, () => setCeiling(rita.session, address(actor), true));
    await setCeiling(rita.session, address(actor), false);
    return [[LIMITED, came]];
  },
  'approval that is required again': async (n) => {
    await setSkips(true);
    // Of one that has run before the consent stays; so each is new, and the next one is another.
    const [actor, other] = [await foreign(), await foreign()];
    const came = await amidStarts(n, actor, () => setSkips(false));
    return [[REFUSED, [await start(other, elsewhere.url), ...came.slice(1)]]];
  },
};

test.each(Object.entries(CHANGES))('nothing is started after %s', async (what, cycle) => {
  const actor = await foreign();
  const counts = new Map<string, number>();
  for (let n = 0; n < CYCLES; n++) {
    for (const [expected, [next, ...going]] of await cycle(n, actor)) {
      expect(next, `cycle ${n}`).toBe(expected);
      for (const came of going) counts.set(came, (counts.get(came) ?? 0) + 1);
    }
  }
  const { rows } = await pool().query('SELECT what, because, count(*) FROM late_starts GROUP BY 1, 2');
  console.info(`races of starts with ${what}: ${CYCLES} cycles, amid them ${[...counts].map(String).join('; ')}`);
  expect(rows).toEqual([]);
  // Both sides of the race were met, and nothing else.
  expect(new Set([...counts.keys(), FULL])).toEqual(
    new Set([...counts.keys()].filter((came) => [FULL, LIMITED, REFUSED].includes(came))),
  );
});

test('the trigger that looks at starts sees what comes late', async () => {
  const actor = await foreign();
  await approve(actor.actorId, rita);
  expect(await start(actor, apiUrl())).toBe(FULL);
  await revokeApproval(rita.session, address(actor));
  const { rows } = await pool().query(
    `INSERT INTO resources (id, kind, owner_id) SELECT 'late' || substr(id, 5), 'run', account_id FROM runs WHERE actor_id = $1 RETURNING id`,
    [actor.actorId],
  );
  await pool().query(
    `INSERT INTO runs SELECT (json_populate_record(r, json_build_object('id', $2::text))).* FROM runs r WHERE actor_id = $1`,
    [actor.actorId, rows[0].id],
  );
  const late = await pool().query('SELECT what FROM late_starts');
  expect(late.rows).toEqual([{ what: 'the approval had been revoked' }]);
});
