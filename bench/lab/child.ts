/** A measured process, which answers one question at a time over the channel to its parent. */
import type { ChildProcess } from 'node:child_process';
import { ended, spawnNode, stopChild } from '../../bin/processes.ts';

export class Child {
  private readonly process: ChildProcess;
  private readonly end: Promise<never>;
  /** Where it listens on 127.0.0.1; 0 if nowhere. */
  readonly port: number;

  private constructor(process: ChildProcess, end: Promise<never>, port: number) {
    this.process = process;
    this.end = end;
    this.port = port;
  }

  /** Starts Node on `args` and waits for its first message, `{ port }`. `env` is added to ours. */
  static async start(args: string[], env: Record<string, string>): Promise<Child> {
    const process = spawnNode(args, env, 'inherit');
    const end = ended(process).then((reason) => {
      throw new Error(`A measured process ended: ${reason}`);
    });
    // Whoever waits for a message hears of the end; when nobody does, it is the end that we asked for.
    end.catch(() => {});
    const { port } = await Promise.race([nextMessage<{ port: number }>(process), end]);
    return new Child(process, end, port);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  async ask<Answer>(question: object): Promise<Answer> {
    const answer = nextMessage<{ answer: Answer } | { error: string }>(this.process);
    this.process.send(question);
    const message = await Promise.race([answer, this.end]);
    if ('error' in message) throw new Error(message.error);
    return message.answer;
  }

  /** CPU time of all its threads since it started, in microseconds. */
  cpuMicros(): Promise<number> {
    return this.ask<number>({ job: 'cpu' });
  }

  stop(): Promise<void> {
    return stopChild(this.process, 10_000);
  }
}

/** The next message, of which the sender is ours. */
function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve) => {
    child.once('message', (value) => resolve(value as Message));
  });
}
