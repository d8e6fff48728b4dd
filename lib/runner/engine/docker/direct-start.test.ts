import { expect, test } from 'vitest';
import { commandIn } from './direct-start.ts';

const withScripts = (scripts: unknown) => JSON.stringify({ scripts });

test.each([
  ['node main.js', ['node', 'main.js']],
  ['node --max-old-space-size=512 ./src/main.mjs', ['node', '--max-old-space-size=512', './src/main.mjs']],
])('%s can be started without npm', (start, command) => {
  expect(commandIn(withScripts({ start }))).toEqual(command);
});

test.each([
  null,
  '',
  '{}',
  '[',
  'null',
  withScripts(null),
  withScripts({ start: 1 }),
  withScripts({ start: 'node' }),
  withScripts({ start: 'tsx main.ts' }),
  withScripts({ start: 'node a.js && node b.js' }),
  withScripts({ start: 'node $FILE' }),
  withScripts({ start: 'node "a b.js"' }),
  withScripts({ start: 'NODE_ENV=x node a.js' }),
  withScripts({ start: 'node a.js', prestart: 'tsc' }),
  withScripts({ start: 'node a.js', poststart: 'echo' }),
])('%s cannot', (packageJson) => {
  expect(commandIn(packageJson)).toBeNull();
});
