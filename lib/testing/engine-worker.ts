/**
 * A worker that starts one program and then waits to be killed. Its argument is JSON: the engine's folder, the build, the run.
 */
import { setInterval } from 'node:timers';
import { engineIn, startActor } from './process-engine.ts';

const { folder, buildId, runId } = JSON.parse(process.argv[2] ?? '{}') as Record<
  'folder' | 'buildId' | 'runId',
  string
>;
const engine = engineIn(folder);
const program = await startActor(engine, buildId, { runId, environment: { MARK: runId } });
for await (const { text, position } of program.output(null)) {
  console.log(JSON.stringify({ handle: program.handle, text, position }));
}
setInterval(() => {}, 1000);
