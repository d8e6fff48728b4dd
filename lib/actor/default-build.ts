import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { ApiError } from '../errors.ts';
import { selectActor, selectHasDefaultBuild } from './queries.ts';

/**
 * Refuses to make an Actor public that nobody could start: strangers would find it in the Store, press Start and be refused.
 * Errors: `cannot-publish-actor`, which says what to do.
 */
export async function requireDefaultBuild(tx: Transaction, proof: Authorized<'actor', 'share'>): Promise<void> {
  if (await selectHasDefaultBuild(proof, tx)) return;
  const { build } = (await selectActor(proof, tx)).defaultRunOptions;
  throw cannotPublish(
    `Its runs get the build "${build}" by default, and no build that succeeded has that tag or number. Build it with success first`,
  );
}

export const cannotPublish = (why: string) =>
  new ApiError('cannot-publish-actor', `The Actor cannot be made public: ${why}`);
