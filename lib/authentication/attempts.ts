/** Limits on guessing, shared by all processes through the database. */
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { pool } from '../../db/client.ts';
import { ApiError } from '../errors.ts';

const limiter = (keyPrefix: string, points: number, durationSecs: number) => () =>
  new RateLimiterPostgres({
    storeClient: pool(),
    tableName: 'attempts',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: durationSecs,
  });

const LIMITS = {
  /** Wrong passwords for one account name from one address. */
  signInPair: limiter('sign-in-pair', 10, 15 * 60),
  /** Wrong passwords for one account name, from anywhere: high enough that a stranger does not easily lock its owner out. */
  signInAccount: limiter('sign-in-account', 100, 15 * 60),
  /** Wrong passwords from one address. */
  signInAddress: limiter('sign-in-address', 50, 15 * 60),
  /** Wrong passwords of somebody who is signed in already, for one account. */
  confirmation: limiter('confirmation', 10, 15 * 60),
  /** New accounts from one address. */
  signUpAddress: limiter('sign-up-address', 30, 60 * 60),
};

export type Limit = keyof typeof LIMITS;

/** Counts an attempt. Errors: `rate-limit-exceeded`, with the seconds to wait. */
export async function countAttempt(limit: Limit, key: string): Promise<void> {
  try {
    await LIMITS[limit]().consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSecs = Math.ceil(error.msBeforeNext / 1_000);
    const minutes = Math.ceil(retryAfterSecs / 60);
    throw new ApiError(
      'rate-limit-exceeded',
      `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
      {
        retryAfterSecs,
      },
    );
  }
}

/** Forgets the attempts: the right password was given. */
export async function forgetAttempts(limit: Limit, key: string): Promise<void> {
  await LIMITS[limit]().delete(key);
}

/** Takes one attempt back, and leaves the others: whoever has one right password must not clear the count of an address. */
export async function returnAttempt(limit: Limit, key: string): Promise<void> {
  await LIMITS[limit]().reward(key, 1);
}
