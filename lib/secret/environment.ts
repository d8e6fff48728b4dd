import type { EnvVar } from '../actor-version/queries.ts';
import { unseal } from './seal.ts';

/** Environment variables as a program gets them, secret ones opened. For workers only. Throws where one does not open. */
export const openEnvironment = (actorId: string, envVars: readonly EnvVar[]): Record<string, string> =>
  Object.fromEntries(
    envVars.map((envVar) => [
      envVar.name,
      'sealed' in envVar ? unseal(envVar.sealed, { actorId, name: envVar.name }) : envVar.value,
    ]),
  );
