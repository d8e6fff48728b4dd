/** A program that does what it is told with the token that it was given, and stores what was answered. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Cell } from './matrix/cell.ts';

/** Asks for batches of requests until there are none, makes those of a batch at once, and pushes all answers in the end. */
const MAIN = (stepsUrl: string) => `
const { APIFY_API_BASE_URL: base, APIFY_TOKEN: token, ACTOR_DEFAULT_DATASET_ID: dataset } = process.env;
const authorization = 'Bearer ' + token;
async function perform({ method, path, body, contentType }) {
  const headers = { authorization, ...(contentType && { 'content-type': contentType }) };
  const answer = await fetch(base + path, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json;') ?? false;
  const errorType = isJson && text ? (JSON.parse(text).error?.type ?? null) : null;
  return { request: { method, path }, status: answer.status, errorType, isJson, text };
}
const answers = [];
for (;;) {
  const batch = await (await fetch(${JSON.stringify(stepsUrl)})).json();
  if (batch.length === 0) break;
  answers.push(...(await Promise.all(batch.map(perform))));
}
console.log('asked ' + answers.length + ' times');
for (let at = 0; at < answers.length; at += 100) {
  const items = JSON.stringify(answers.slice(at, at + 100));
  const headers = { authorization, 'content-type': 'application/json' };
  const { status } = await fetch(base + '/v2/datasets/' + dataset + '/items', { method: 'POST', headers, body: items });
  if (status !== 201) throw new Error('The answers were not stored: ' + status);
}
`;

const MANIFEST = { name: 'acting', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } };

/** What the program stores of one request. */
export interface Stored {
  request: { method: string; path: string };
  status: number;
  errorType: string | null;
  isJson: boolean;
  text: string;
}

export const answerOf = ({ status, isJson, text }: Stored): Answer => ({
  ...{ status, text, headers: new Headers() },
  json: isJson && text ? JSON.parse(text) : undefined,
});

export interface Director {
  /** The sources of the program. */
  files: Record<string, string>;
  /** What it is told next; to be taken up by one program. Each batch is made up when it is asked for. */
  direct: (batches: AsyncIterable<Cell[]>) => void;
  close: () => Promise<void>;
}

/** Tells the program, over HTTP. */
export async function startDirector(): Promise<Director> {
  let batches: AsyncIterator<Cell[]> | undefined;
  const server = createServer(async (_request, response) => {
    try {
      const { value, done } = (await batches?.next()) ?? { done: true, value: undefined };
      response.end(JSON.stringify(done ? [] : value.map(requestOf)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stepsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    files: { 'package.json': JSON.stringify(MANIFEST), 'main.js': MAIN(stepsUrl) },
    direct: (given) => {
      batches = given[Symbol.asyncIterator]();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const requestOf = ({ method, path, body, isJson }: Cell) => ({
  ...{ method, path },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  ...(body !== undefined && isJson && { contentType: 'application/json' }),
});
