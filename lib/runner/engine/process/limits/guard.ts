/**
 * Limits without control groups: a look each second at what the programs use, and an end to those that use too much. Slower than the
 * kernel's own limits and blind to what comes and goes between two looks, but it works everywhere.
 */
import { writeFileSync } from 'node:fs';
import type { Program } from '../program/program.ts';
import { filesOf } from '../program/record.ts';
import type { Limits } from './limits.ts';
import { processTable } from './proc.ts';

const LOOK_EVERY_MILLIS = 1000;

interface Guarded {
  program: Program;
  folder: string;
  limits: Limits;
}

export class Guard {
  readonly #guarded = new Set<Guarded>();
  #timer: NodeJS.Timeout | undefined;

  watch(guarded: Guarded): void {
    this.#guarded.add(guarded);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MILLIS).unref();
    void guarded.program.ended.then(() => {
      this.#guarded.delete(guarded);
      if (this.#guarded.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
  }

  #look(): void {
    const table = processTable();
    for (const { program, folder, limits } of this.#guarded) {
      const isTooBig = program.usageOf(table).memoryBytes > limits.memoryBytes;
      // Written first: whoever adopts the program after us must know why it ended.
      if (isTooBig) writeFileSync(filesOf(folder).outOfMemory, '');
      if (isTooBig || program.processesOf(table).length > limits.processes) void program.kill();
    }
  }
}
