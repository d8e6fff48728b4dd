/** Tries a kind of sandbox with a program that looks for what it must not find. */
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineContext } from './context.ts';
import { startProgram } from './start.ts';
import { markOwner, workKey } from './work.ts';

const WITHIN_MILLIS = 8000;
const MEMORY_MBYTES = 512;
const ANSWER = 'inside';

/** Null: it works. Else why not, in a few words. Never rejects. */
export async function tryHost(context: EngineContext): Promise<string | null> {
  try {
    const program = await startProgram(context, {
      key: workKey('trial'),
      parent: context.folders.work,
      command: ['node', '-e', sourceOf(context)],
      workdir: '/usr/src/app',
      environment: {},
      memoryMbytes: MEMORY_MBYTES,
      build: null,
      mounts: [],
      prepare: markOwner,
    });
    const said = collect(program.output(null));
    const end = await Promise.race([program.ended, wait(WITHIN_MILLIS, null, { ref: false })]);
    if (!end) await program.kill();
    const text = (await said).trim();
    await program.clear();
    if (!end) return `nothing came of it within ${WITHIN_MILLIS / 1000} seconds`;
    return text === ANSWER ? null : oneLine(text || `it ended with exit code ${end.exitCode}`);
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error));
  }
}

function sourceOf({ host, folders }: EngineContext): string {
  if (host.sandbox.kind === 'none') return `console.log('${ANSWER}')`;
  return `
    const canSee = require('node:fs').existsSync(${JSON.stringify(folders.top)});
    const isFirst = require('node:fs').readdirSync('/proc').filter((name) => Number(name) > 0).length < 5;
    console.log(canSee ? 'the engine\\'s folder can be seen' : isFirst ? '${ANSWER}' : 'other processes can be seen');
  `;
}

async function collect(pieces: AsyncIterable<{ text: string }>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text = (text + piece.text).slice(0, 10_000);
  return text;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}
