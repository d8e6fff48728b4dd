/** Which addresses sources may be fetched from: public ones, our own API for links to records, and what the operator allows. */
import { env } from '../../../env.ts';
import { type Reach, type Reachable, reachableAddresses, UnreachableAddress } from '../../../outbound/addresses.ts';
import { BuildFailure } from '../failure.ts';

export const sourceReach = (url: URL): Reach => ({
  allowed: env().buildsMayReachPrivateAddresses || url.origin === env().apiUrl ? 'all' : [],
});

/** The addresses of a URL's host that may be reached. Throws BuildFailure where there is none. */
export const sourceAddresses = (url: URL): Promise<Reachable[]> =>
  reachableAddresses(url, sourceReach(url)).catch(failBuild);

/** What cannot be reached is the build's failure; all else stays what it is. */
export function failBuild(error: unknown): never {
  if (error instanceof UnreachableAddress) throw new BuildFailure(`Sources cannot be fetched: ${error.message}`);
  throw error;
}
