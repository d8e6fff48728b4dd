/** The other end of bench/lab/child.ts. */

type Jobs = Record<string, (question: never) => unknown>;

/**
 * Tells the parent that this process is ready, and answers its questions, each `{ job, … }`, from then on. `cpu` is answered in every
 * process: the CPU time of all its threads, in microseconds.
 */
export function answerParent(port: number, jobs: Jobs = {}): void {
  const all: Jobs = { cpu: cpuMicros, ...jobs };
  process.on('message', (question: { job: string }) => {
    answer(all[question.job], question).then(
      (value) => process.send?.({ answer: value }),
      (error) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  // Every process that is started by us lets go of this channel; here it is what keeps the process alive.
  process.channel?.ref();
  process.send?.({ port });
}

async function answer(job: Jobs[string] | undefined, question: { job: string }): Promise<unknown> {
  if (!job) throw new Error(`There is no job ${question.job}`);
  return job(question as never);
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
