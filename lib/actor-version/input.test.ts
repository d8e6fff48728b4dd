import { expect, test } from 'vitest';
import { versionChange } from './input.ts';

const isTaken = (content: string) =>
  versionChange.safeParse({ sourceFiles: [{ name: 'a', format: 'BASE64', content }] }).success;

test.each(['', 'YQ==', 'YWI=\n', 'YW\nI=', 'YQ= =\n'])('%j is base64', (content) =>
  expect(isTaken(content)).toBe(true),
);
test.each(['!', 'YQ===', 'YQ==a', '=YQ'])('%j is none', (content) => expect(isTaken(content)).toBe(false));

test.each([' ', '\n', '='])('a long text of %j that is none is refused at once', (part) => {
  const before = performance.now();
  expect(isTaken(`${part.repeat(1_000_000)}!`)).toBe(false);
  expect(performance.now() - before).toBeLessThan(1_000);
});
