/**
 * The one way to start a run: for the Console, the API, programs that call others, and whatever fires by itself. The gate decides in the
 * transaction that inserts the run, so no run is ever at a level that was not permitted at its commit.
 */
import { type Transaction, transaction } from '../../db/transaction.ts';
import { type AuthorizedStart, authorize, authorizeStart } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Scope } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { type Address, createId } from '../ids.ts';
import { keepContent } from '../key-value-store/keep-content.ts';
import { upsertRecord } from '../key-value-store/queries.ts';
import { findBuild } from '../run-input/find-build.ts';
import { type GivenInput, prepareInput } from '../run-input/prepare.ts';
import { holdBuild, selectDefaultRunOptions } from '../run-input/queries.ts';
import type { JobOrigin } from '../vocabulary.ts';
import { addWebhooks, prepareWebhooks } from '../webhook/add-adhoc.ts';
import { getRun } from './get.ts';
import { type StartOptions, startOptions } from './input.ts';
import { announceStart, insertRun, type RunCause, restrictInput, selectAncestors, selectStarted } from './queries.ts';
import type { RunView } from './view.ts';

export interface RunStart {
  actor: Address;
  /** Absent or empty: the defaults of the Actor's input schema. */
  input?: GivenInput | undefined;
  /** As `startOptions` takes it. */
  options?: unknown;
  /** Where the start came from, as far as the credential does not say. */
  origin?: JobOrigin | undefined;
  /** The id of the task that it is of, which whoever starts it must be able to read. */
  taskId?: string | undefined;
  /** Gives the run a narrower scope than whoever starts it has. */
  narrow?: ((scope: Scope | null, tx: Transaction) => Promise<Scope | null>) | undefined;
  /** What fired it, where that was no person and no program. */
  cause?: RunCause | undefined;
  /** Of one start that may be tried again: where a run with this key is there already, it is the answer. */
  startKey?: string | undefined;
}

/** Runs in one line, each started by the one before: the last of so many starts none. */
export const MAX_DEPTH = 20;

export const INPUT_KEY = 'INPUT';

/**
 * Starts an Actor in the account of the one who asks. The run waits for a worker then.
 * Errors: `invalid-input` (options, or an input that does not fit the schema), `run-input-body-not-valid-json`, `unknown-build-tag`,
 * `token-not-provided`, `record-not-found`, `insufficient-permissions`, `full-permission-actor-not-approved`, `invalid-request` for runs that
 * start one another without end, `rate-limit-exceeded`.
 */
export async function startRun(ctx: Ctx, start: RunStart): Promise<RunView> {
  const options = parseStartOptions(start.options);
  const reference: Reference<'actor'> = { kind: 'actor', address: start.actor };
  const starter = await authorize(ctx, 'run', reference);
  const defaults = await selectDefaultRunOptions(starter);
  const askedBuild = options.build ?? defaults?.build ?? 'latest';
  const build = await findBuild(starter, { tagOrNumber: askedBuild });
  const input = await prepareInput(ctx, starter, build.inputSchema, start.input ?? NO_INPUT);
  const webhooks = await prepareWebhooks(ctx, options.webhooks);

  const id = createId();
  const ids = {
    defaultDatasetId: createId(),
    defaultKeyValueStoreId: createId(),
    defaultRequestQueueId: createId(),
  };
  const storeId = ids.defaultKeyValueStoreId;
  const kept = input.record && (await keepContent({ starter, row: { id: storeId } }, [input.record.bytes]));
  let startedId: string;
  try {
    startedId = await transaction(async (tx) => {
      // The Actor that the build was looked up of, whatever its name means by now.
      const actor: Reference<'actor'> = { kind: 'actor', address: { by: 'id', id: starter.row.id } };
      const { taskId, startKey } = start;
      if (taskId) await authorize(ctx, 'read', { kind: 'task', address: { by: 'id', id: taskId } }, tx);
      const gate = await authorizeStart(ctx, 'run', actor, options.forcePermissionLevel, tx);
      const earlierId = startKey && (await selectStarted(tx, gate, startKey));
      if (earlierId) return earlierId;
      if (!(await holdBuild(tx, gate, build.id))) {
        throw new ApiError('unknown-build-tag', 'The build has just been deleted; try again');
      }
      const ancestorIds = await selectAncestors(tx, gate);
      if (ancestorIds.length >= MAX_DEPTH) {
        throw new ApiError('invalid-request', `Runs can start one another ${MAX_DEPTH} levels deep at most`);
      }
      const memoryMbytes = options.memoryMbytes ?? defaults?.memoryMbytes ?? DEFAULT_MEMORY_MBYTES;
      const run = {
        ...{
          id,
          ...ids,
          ancestorIds,
          taskId: taskId ?? null,
          cause: start.cause ?? causeOf(gate),
          startKey: startKey ?? null,
        },
        ...{ buildId: build.id, buildNumber: build.buildNumber, inputStorages: input.storages },
        ...{ clientIp: ctx.ipAddress, userAgent: ctx.userAgent, origin: originOf(gate, start.origin) },
        timeoutSecs: options.timeoutSecs ?? defaults?.timeoutSecs ?? 0,
        memoryMbytes,
        diskMbytes: memoryMbytes * 2,
        restartsOnError: options.restartOnError ?? defaults?.restartOnError ?? false,
        inputBodyBytes: start.input?.bytes.length ?? 0,
        options: {
          build: askedBuild,
          maxItems: options.maxItems ?? defaults?.maxItems ?? null,
          maxTotalChargeUsd: options.maxTotalChargeUsd ?? null,
          forcePermissionLevel: options.forcePermissionLevel ?? null,
        },
      };
      const ownScope = gate.principal.kind === 'session' ? null : gate.principal.scope;
      const scope = start.narrow ? await start.narrow(ownScope, tx) : ownScope;
      await insertRun(tx, gate, { ...run, scope }, build.datasetSchema);
      await addWebhooks(tx, gate, id, webhooks);
      if (input.hasSecrets) await restrictInput(tx, gate, storeId);
      if (input.record && kept) {
        const store = { starter: gate, row: { id: storeId } };
        const record = { key: INPUT_KEY, contentType: input.record.contentType, ...kept.content };
        if ((await upsertRecord(tx, store, record)) !== 'done') throw new Error('The input of a run was not kept');
      }
      await announceStart(tx, gate, id, taskId ?? null);
      return id;
    });
  } catch (error) {
    await kept?.discard?.();
    throw error;
  }
  if (startedId !== id) await kept?.discard?.();
  return getRun(ctx, { by: 'id', id: startedId });
}

const NO_INPUT: GivenInput = { bytes: Buffer.alloc(0) };
const DEFAULT_MEMORY_MBYTES = 1_024;

/** Errors: `invalid-input`. */
export function parseStartOptions(options: unknown): StartOptions {
  const parsed = startOptions.safeParse(options ?? {});
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  return parsed.data;
}

const causeOf = ({ principal }: AuthorizedStart): RunCause | null =>
  principal.kind === 'token' && principal.of === 'webhook' ? { webhookId: principal.tokenId } : null;

/** What shows a credential says more than a header. */
function originOf({ principal }: AuthorizedStart, named: JobOrigin | undefined): JobOrigin {
  if (principal.kind === 'run') return 'ACTOR';
  if (principal.kind === 'token' && principal.of) return principal.of === 'schedule' ? 'SCHEDULER' : 'WEBHOOK';
  return named ?? (principal.kind === 'session' ? 'WEB' : 'API');
}
