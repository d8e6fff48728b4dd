/** Addresses that no call of a webhook will ever reach, because they are themselves of a private network. */
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { assertNotPrivate, PrivateAddress } from '../outbound/addresses.ts';
import { isOwnApi } from './own-api.ts';

/** Why; null for an address that may be reached, as far as can be said without looking its name up. */
export function privateAddressProblem(requestUrl: string): string | null {
  const url = new URL(requestUrl);
  if (isOwnApi(url)) return null;
  try {
    assertNotPrivate(url, env().webhookAllowedAddresses);
    return null;
  } catch (error) {
    if (error instanceof PrivateAddress) return error.message;
    throw error;
  }
}

/** Errors: `invalid-input`. */
export function assertCallable(requestUrl: string): void {
  const problem = privateAddressProblem(requestUrl);
  if (problem) throw new ApiError('invalid-input', problem, { field: 'requestUrl' });
}

/** `refusesPrivate`: whether an address that can never be reached is refused, as people expect; programs may keep any, as on the platform. */
export interface AddressRule {
  refusesPrivate?: boolean;
}
