/** A program that fills the disk with many files, none of which is too large by itself. */
import { afterAll, expect, test } from 'vitest';
import {
  engineFolder,
  engineIn,
  installActor,
  outputOf,
  removeEngineFolder,
  startActor,
} from '../../../testing/process-engine.ts';

const FILL = `
const { spawnSync } = require('node:child_process');
for (let n = 0; n < Number(process.env.FILES); n++) {
  const { status } = spawnSync('fallocate', ['--length', '300M', '/home/actor/' + n]);
  if (status !== 0) process.exit(3);
}
require('node:fs').symlinkSync('/usr', 'a-link');
setTimeout(() => console.log('still here'), 12_000);`;

const folder = engineFolder();
afterAll(() => removeEngineFolder(folder));

test('is ended and told why; one that keeps within bounds is left alone', async () => {
  const engine = engineIn(folder);
  await engine.probe();
  const buildId = await installActor(engine, folder, { 'main.js': FILL });
  const programs = await Promise.all(
    ['5', '3'].map((FILES) => startActor(engine, buildId, { environment: { FILES }, memoryMbytes: 256 })),
  );
  const [tooMuch, enough] = await Promise.all(
    programs.map(async (program) => ({ output: await outputOf(program), end: await program.ended })),
  );
  for (const program of programs) await program.clear();
  expect(tooMuch?.end.exitCode).toBe(137);
  expect(tooMuch?.output).toContain('it stored more than 1024 MB on the disk');
  expect(enough).toMatchObject({ output: 'still here\n', end: { exitCode: 0 } });
}, 60_000);
