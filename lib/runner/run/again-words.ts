import type { Launch } from '../../launch/queries.ts';
import type { AgainBecause, KeptHandle } from '../../lease/queries.ts';

/** The line of the log with which an attempt begins that is not the first; null for the first. */
export function againWords({ run, actor }: Pick<Launch, 'run' | 'actor'>): string | null {
  const { because } = (run.engineHandle ?? {}) as Partial<KeptHandle>;
  if (!because) return null;
  const words: Record<AgainBecause, string> = {
    MOVED: 'The worker of this run was stopped; the run goes on as attempt',
    LOST: 'The worker of this run was not heard of any more; the run goes on as attempt',
    FAILED: 'The program is started again after its error, as attempt',
    REBOOTED: 'The run was rebooted; it goes on as attempt',
    METAMORPHED: `The run became another Actor${actor ? `, ${actor.ownerUsername}/${actor.name}` : ''}; it goes on as attempt`,
    RESURRECTED: 'The run was resurrected; it goes on as attempt',
  };
  return `${words[because]} ${startsOf(run)}.`;
}

/** How many times its program has been started, the present one included. The number of the attempt grows by other things too. */
const startsOf = (run: Launch['run']): number =>
  1 + run.migrationCount + run.restartCount + run.rebootCount + run.metamorphCount + run.resurrectCount;
