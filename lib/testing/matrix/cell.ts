/** What the access matrix is made of. */
import { requestIdOf } from '../../request-queue/request-id.ts';
import type { StorageKind } from '../../vocabulary.ts';
import type { Asker as OraclesAsker, Thing } from '../oracle.ts';
import type { call, Person } from '../world.ts';

/** What a cell asks to do: a right of the access rules, where reading may ask for the content or for the description. */
export type Asked = Exclude<Held, 'read'> | 'grant' | 'read the content' | 'read the description';
export type Held = 'read' | 'write' | 'share';

/** A storage that is asked about. */
export interface Target extends Thing {
  kind: StorageKind;
  name: string | null;
  person: Person;
  /** The grant to Greta, who never asks for anything: for taking it away. */
  gretasGrant: string;
}

/** What a signed link can open: all of a storage's content, or the record `RECORD_KEY` of a key-value store. */
export type Content = 'whole' | 'record';
export const RECORD_KEY = 'OUTPUT';

/** The request that is in every queue, and the client that has it locked. */
export const A_REQUEST = { url: 'https://example.com/', uniqueKey: 'https://example.com/' };
export const REQUEST_ID = requestIdOf(A_REQUEST.uniqueKey);
export const CLIENT_KEY = 'matrix';

export interface Asker {
  name: string;
  /** null: nobody. */
  account: Person | null;
  token?: string;
  tokenId?: string;
  /** What the token's scope says of a storage; absent for an unscoped one. */
  scope?: (thing: Thing) => readonly string[];
  /** The run whose program asks. */
  run?: OraclesAsker['run'];
  mayCreate?: readonly StorageKind[];
  /** Of a scoped token: whether its scope lets it make tasks. */
  makesTasks?: boolean;
  /** The same of schedules. */
  makesSchedules?: boolean;
  /** Of a scoped token. */
  mayCreateWebhooks?: boolean;
  /** The link that comes along when content of this sort is asked for: its signature, and what it is worth there. */
  link?: (target: Target, content: Content) => { signature: string; worth: string };
  /** A credential that must be answered with 401 everywhere. */
  isWrong?: boolean;
}

/** How a path names a storage, and which one that is for this asker; null for one that is not there. */
export interface Address {
  text: string;
  by: 'id' | 'name';
  target: Target | null;
}

export type Answer = Awaited<ReturnType<typeof call>>;

export interface Cell {
  label: string;
  method: string;
  path: string;
  body?: unknown;
  /** Whether the body is sent as JSON, and not as what the path takes by itself. */
  isJson?: boolean;
  asker: Asker;
  /** The status, with the error's type where it is an error. */
  expected: string;
  target: Thing | null;
  check?: (answer: Answer) => string | null;
}

export const STATUS = {
  wrongCredential: '401 user-or-token-not-found',
  noCredential: '401 token-not-provided',
  missing: '404 record-not-found',
  refused: '403 insufficient-permissions',
  noSuchVerb: '405 method-not-allowed',
};
