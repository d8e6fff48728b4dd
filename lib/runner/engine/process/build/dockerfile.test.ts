import { expect, test } from 'vitest';
import { NeedsContainers, readDockerfile } from './dockerfile.ts';
import { withoutNpm } from './package-json.ts';

const read = (...lines: string[]) => readDockerfile(['FROM apify/actor-node:22', ...lines].join('\n'));

test.each([
  ['CMD npm start --silent', ['npm', 'start', '--silent']],
  ['CMD ["node", "src/main.js"]', ['node', 'src/main.js']],
  ['ENTRYPOINT ["node"]\nCMD ["main.js", "a b"]', ['node', 'main.js', 'a b']],
  ['CMD ["node", "old.js"]\nENTRYPOINT ["node", "new.js"]', ['node', 'new.js']],
  ['CMD node main.js && echo done', ['/bin/sh', '-c', 'node main.js && echo done']],
  ['CMD A=1 node main.js', ['/bin/sh', '-c', 'A=1 node main.js']],
  ['COPY . ./', null],
])('the command of %j', (lines, command) => {
  expect(read(lines).command).toEqual(command);
});

test('steps are the texts of RUN, over several lines and without flags of the builder', () => {
  const { steps } = read(
    'RUN npm ci \\',
    '  # why',
    '  && npm run build',
    'RUN --mount=type=cache,target=/x npm ls',
    'RUN ["npm", "it\'s"]',
  );
  expect(steps.map((step) => step.replaceAll(/[\s\\]+/g, ' '))).toEqual([
    'npm ci && npm run build',
    'npm ls',
    "'npm' 'it' ''s'",
  ]);
});

test('variables of one instruction are made from those before it', () => {
  const { environment } = read('ENV A=one', 'ENV A=two B=$A C="$' + '{A} and $NONE." PATH=/own:$PATH');
  expect(environment).toMatchObject({ A: 'two', B: 'one', C: 'one and .' });
  expect(environment.PATH).toMatch(/^\/own:\/opt\/node\/bin:/);
});

test('only the last stage says what is set, each stage says what is run', () => {
  const plan = read('ENV A=1', 'WORKDIR /app', 'RUN npm run one', 'CMD a', 'FROM node:22-slim', 'RUN npm run two');
  expect(plan).toEqual({
    steps: ['npm run one', 'npm run two'],
    command: null,
    environment: {},
    workdir: '/usr/src/app',
  });
});

test('folders to work in', () => {
  expect(read('WORKDIR /home/myuser', 'WORKDIR sub/').workdir).toBe('/home/myuser/sub');
  for (const folder of ['/', '/usr', '/etc', '/usr/src/../bin', '/home', '/opt/node', '/proc']) {
    expect(() => read(`WORKDIR ${folder}`)).toThrow(NeedsContainers);
  }
});

test.each([
  ['FROM python:3.12', 'python:3.12'],
  ['FROM apify/actor-python:3.12', 'actor-python'],
  ['FROM $BASE', 'BASE'],
  ['', 'no FROM'],
  ['FROM node:22\nRUN apt-get update && apt-get install -y git', 'packages of the system'],
  ['FROM node:22\nRUN npm ci && pip install x', 'packages of the system'],
  ['FROM node:22\nADD https://example.com/file /', 'from the network'],
  ['FROM node:22\nRUN <<EOF\nnpm ci\nEOF', 'here-document'],
])('%j needs containers', (text, why) => {
  expect(() => readDockerfile(text)).toThrow(NeedsContainers);
  expect(() => readDockerfile(text)).toThrow(why);
});

test.each([
  'FROM node',
  'FROM node:22-alpine AS a\nFROM a',
  'FROM apify/actor-node-playwright-chrome:22',
  'FROM docker.io/library/node:22',
])('%j is of Node.js', (text) => {
  expect(readDockerfile(text).steps).toEqual([]);
});

const packageOf = (scripts: Record<string, string>) => ({
  ...{ main: undefined, dependencies: {}, optionalDependencies: {}, devDependencies: {} },
  scripts,
});

test.each([
  [['npm', 'start'], { start: 'node main.js' }, ['node', 'main.js']],
  [
    ['npm', 'run', 'go', '--silent'],
    { go: 'node --import=tsx src/main.ts --x' },
    ['node', '--import=tsx', 'src/main.ts', '--x'],
  ],
  [['npm', 'start'], { start: 'node main.js && echo' }, null],
  [['npm', 'start'], { start: 'node $FILE' }, null],
  [['npm', 'start'], { start: 'tsx main.ts' }, null],
  [['npm', 'start'], { start: 'node main.js', prestart: 'node before.js' }, null],
  [['npm', 'start', '--', 'more'], { start: 'node main.js' }, null],
  [['npm', 'start'], {}, null],
])('%j of %j', (command, scripts, expected) => {
  expect(withoutNpm(command, packageOf(scripts as Record<string, string>))).toEqual(expected ?? command);
});

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

test.each([
  ['variables that double with each line', `ENV A0=xxxxxxxx\n${lines(60, (n) => `ENV A${n + 1}=$A${n}$A${n}`)}`],
  ['variables that double within one', `ENV A=${'x'.repeat(30_000)}\nENV B=${'$A'.repeat(15_000)}`],
  [
    'many variables of a long one',
    `ENV A=${'x'.repeat(9_000)}\nENV ${lines(9_000, (n) => `B${n}=$A`).replaceAll('\n', ' ')}`,
  ],
  ['very many instructions', lines(5_000, (n) => `ENV A${n}=1`)],
  ['a folder of slashes', `WORKDIR /app${'/'.repeat(60_000)}x`],
  ['more than anybody writes', `RUN ${'x'.repeat(10_000_000)}`],
])('%s hold nobody up', (_what, text) => {
  const before = performance.now();
  expect(() => readDockerfile(`FROM node\n${text}`)).toThrow(NeedsContainers);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('a folder loses the slashes at its end', () => {
  expect(readDockerfile('FROM node\nWORKDIR /app//').workdir).toBe('/app');
});
