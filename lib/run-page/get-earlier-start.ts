import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import { parseAddress } from '../ids.ts';
import type { Input } from '../input-schema/schema.ts';
import { describeRun } from '../run/get.ts';
import { describeRunInput, objectOf } from './get-input.ts';

/** What a run was started with, to start another one like it. `build`, MB and seconds as its options say. */
export interface EarlierStart {
  runId: string;
  options: { build: string; memoryMbytes: number; timeoutSecs: number };
  /** null where it was no object of JSON, or is too long to be filled in. */
  input: Input | null;
  /** Fields whose values are secret, and so not among them. */
  leftOut: string[];
}

/** Gives what a run of an Actor was started with; null where the reader may not see such a run, or there is none. */
export async function getEarlierStart(ctx: Ctx, actorId: string, runId: string): Promise<EarlierStart | null> {
  try {
    const proof = await authorize(ctx, 'read', { kind: 'run', address: parseAddress(runId) });
    if (proof.row.actorId !== actorId) return null;
    const [{ options }, { record, hidden }] = await Promise.all([describeRun(proof), describeRunInput(ctx, proof)]);
    const { build, memoryMbytes, timeoutSecs } = options;
    const preview = record?.preview;
    const isWhole = preview?.kind === 'json' && !preview.isCut;
    return {
      ...{ runId: proof.row.id, options: { build, memoryMbytes, timeoutSecs } },
      input: record === null ? {} : isWhole ? inputOf(preview.text, hidden) : null,
      leftOut: hidden,
    };
  } catch (error) {
    if (refusalOf(error)) return null;
    throw error;
  }
}

function inputOf(text: string, hidden: readonly string[]): Input | null {
  const input = objectOf(text);
  return input && Object.fromEntries(Object.entries(input).filter(([name]) => !hidden.includes(name)));
}
