/**
 * What the official command line and the official MCP server, as they are published, make of a start that needs a person's yes: they show the
 * address in the Console where it can be given. Once it is given, the same commands start the Actor, and it runs to its end.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { createTask } from '../task/create.ts';
import { testProgram } from '../testing/run-program.ts';
import { type MadeActor, makeActor } from '../testing/starts.ts';
import { until, workersOfFile } from '../testing/workers.ts';
import { apiUrl, type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
const startWorker = workersOfFile();
const program = testProgram();

/** Where bin/e2e-clients.ts has installed the programs. */
const MODULES = path.join(process.env.OFFICIAL_CLIENTS_DIR ?? '', 'node_modules');
const MESSAGE = 'This Actor requires full access to your account. You must approve its permissions before running it.';
const MAIN = `console.log('running with ' + process.env.ACTOR_PERMISSION_LEVEL);`;
const MANIFEST = { name: 'asked', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } };
const INPUT_SCHEMA = {
  ...{ title: 'Input', type: 'object', schemaVersion: 1 },
  properties: { shop: { title: 'Shop', type: 'string', description: 'A shop', editor: 'textfield' } },
};

let dev: Person;
let home: string;
let builtId: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'gatehouse-home-'));
  builtId = (await program.build({ 'package.json': JSON.stringify(MANIFEST), 'main.js': MAIN })).buildId;
  dev = await person('dev');
  startWorker({ DATA_DIR: program.dataDir, WORKER_LEASE_SECS: '30' });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** An Actor of somebody else's with full permissions, which can really run. */
async function othersActor(): Promise<MadeActor & { fullName: string; approvalUrl: string }> {
  const actor = await makeActor(dev, { isPublic: true, level: 'FULL_PERMISSIONS', inputSchema: INPUT_SCHEMA });
  await pool().query(
    `UPDATE builds b SET engine = p.engine, blob_id = p.blob_id, product_bytes = p.product_bytes, actor_definition = $3
     FROM builds p WHERE p.id = $1 AND b.id = $2`,
    [
      builtId,
      actor.buildId,
      JSON.stringify({ actorSpecification: 1, name: actor.name, version: '0.0', input: INPUT_SCHEMA }),
    ],
  );
  const approvalUrl = `${consoleUrl}/actors/${actor.actorId}?approvePermissions=true`;
  return { ...actor, fullName: `${dev.username}/${actor.name}`, approvalUrl };
}
const consoleUrl = process.env.CONSOLE_URL ?? 'http://localhost:3000';

/** As a person does it who has followed the address. */
async function approve(by: Person, { actorId }: MadeActor): Promise<void> {
  const address = { by: 'id', id: actorId } as const;
  const { shown } = await getApprovalQuestion(by.session, address);
  await approveActor(by.session, address, { shown });
}

/** The runs of an Actor in an account, once all have ended. */
async function endedRuns(
  of: Person,
  { actorId }: MadeActor,
): Promise<{ status: string; level: string; origin: string }[]> {
  return until(
    'the runs end',
    async () => {
      const { rows } = await pool().query(
        'SELECT status, level, origin, finished_at FROM runs WHERE account_id = $1 AND actor_id = $2 ORDER BY started_at',
        [of.id, actorId],
      );
      return rows.every(({ finished_at }) => finished_at) && rows.map(({ finished_at: _, ...run }) => run);
    },
    90_000,
  );
}

const environment = (by: Person, more: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  ...{ PATH: process.env.PATH ?? '', HOME: home, APIFY_TOKEN: by.token, NO_COLOR: '1' },
  ...more,
});

/** Runs the command line of a person, who has a home folder of their own. */
async function cli(by: Person, args: string[]): Promise<{ code: number | null; said: string }> {
  const folder = path.join(home, by.id);
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [path.join(MODULES, 'apify-cli/dist/apify.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(by, {
      ...{
        HOME: folder,
        APIFY_CLIENT_BASE_URL: apiUrl(),
        APIFY_CONSOLE_URL: consoleUrl.replace('localhost', '127.0.0.1'),
      },
      ...{ APIFY_DISABLE_KEYRING: '1', APIFY_CLI_DISABLE_TELEMETRY: '1', APIFY_CLI_SKIP_UPDATE_CHECK: '1' },
    }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

const COMMANDS: Record<string, (actor: MadeActor & { fullName: string }, task: string) => string[]> = {
  'apify call': ({ fullName }) => ['call', fullName],
  'apify actors start': ({ fullName }) => ['actors', 'start', fullName],
  'apify actors call': ({ fullName }) => ['actors', 'call', fullName],
  'apify task run': (_, task) => ['task', 'run', task],
};

test.each(Object.entries(COMMANDS))('%s shows where to approve, and runs afterwards', async (name, argsOf) => {
  const olga = await person('olga');
  const actor = await othersActor();
  const task = await createTask(olga.session, { actId: actor.actorId, name: 'saved' });
  const args = argsOf(actor, `${olga.username}/${task.name}`);
  const login = await cli(olga, ['login', '--token', olga.token]);
  expect(login.code, login.said).toBe(0);
  const refused = await cli(olga, args);
  console.info(`${name}:\n${refused.said.trim()}`);
  expect(refused.said).toContain(`Approve here: ${actor.approvalUrl}`);
  expect(refused.code).not.toBe(0);
  expect(await endedRuns(olga, actor)).toEqual([]);

  await approve(olga, actor);
  const started = await cli(olga, args);
  expect(started.code, started.said).toBe(0);
  expect(await endedRuns(olga, actor)).toEqual([
    { status: 'SUCCEEDED', level: 'FULL_PERMISSIONS', origin: expect.stringMatching(/^(CLI|API)$/) },
  ]);
});

/** What the MCP server answers to a call of a tool. */
interface ToolResult {
  isError?: boolean;
  content: { type: string; text: string }[];
}

/** An MCP server for a person, over its standard input and output. */
async function startMcp(
  by: Person,
): Promise<{ call: (tool: string, args: object) => Promise<ToolResult>; stop: () => void }> {
  const main = path.join(MODULES, '@apify/actors-mcp-server/dist/stdio.js');
  const child = spawn(process.execPath, [main, '--tools=actors,runs', '--telemetry-enabled=false'], {
    cwd: home,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment(by, { APIFY_API_BASE_URL: apiUrl() }),
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const waiting = new Map<number, (answer: { result?: unknown; error?: unknown }) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line);
    waiting.get(answer.id)?.(answer);
  });
  child.once('exit', (code) => {
    for (const answer of waiting.values()) answer({ error: `The MCP server ended with ${code}: ${complaints}` });
  });
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let count = 0;
  const request = async (method: string, params: object): Promise<unknown> => {
    const id = ++count;
    const answer = new Promise<{ result?: unknown; error?: unknown }>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${JSON.stringify(error)}\n${complaints}`);
    return result;
  };
  await request('initialize', {
    ...{ protocolVersion: '2025-06-18', capabilities: {} },
    clientInfo: { name: 'gatehouse', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  return {
    call: async (name, args) => (await request('tools/call', { name, arguments: args })) as ToolResult,
    stop: () => child.kill(),
  };
}

test('the MCP server shows where to approve, and calls the Actor afterwards', async () => {
  const olga = await person('olga');
  const actor = await othersActor();
  const mcp = await startMcp(olga);
  try {
    const call = () => mcp.call('call-actor', { actor: actor.fullName, input: {} });
    const refused = await call();
    const texts = refused.content.map(({ text }) => text);
    console.info(`call-actor:\n${texts.join('\n')}`);
    expect(refused.isError).toBe(true);
    expect(texts).toEqual([MESSAGE, `Approve here: ${actor.approvalUrl}`]);
    expect(await endedRuns(olga, actor)).toEqual([]);

    await approve(olga, actor);
    const started = await call();
    expect(started.isError ?? false, JSON.stringify(started)).toBe(false);
    expect(await endedRuns(olga, actor)).toEqual([{ status: 'SUCCEEDED', level: 'FULL_PERMISSIONS', origin: 'MCP' }]);
  } finally {
    mcp.stop();
  }
});
