import { describe, expect, test } from 'vitest';
import { plainText, spansOf } from './ansi.ts';
import { findLines, NOTHING, neighbour } from './find-lines.ts';
import { LogStore } from './log-store.ts';

const ESC = '\u001b';

describe('colours', () => {
  test('a line without codes is one piece', () => {
    expect(spansOf('plain <b>text</b>')).toEqual([{ text: 'plain <b>text</b>', className: '' }]);
  });

  test('named, numbered and mixed colours become ours', () => {
    expect(spansOf(`${ESC}[32mINFO${ESC}[39m page ${ESC}[1;31mfailed${ESC}[0m`)).toEqual([
      { text: 'INFO', className: 'text-moss' },
      { text: ' page ', className: '' },
      { text: 'failed', className: 'text-brick font-semibold' },
    ]);
    expect(spansOf(`${ESC}[38;5;196mred${ESC}[0m`)[0]).toEqual({ text: 'red', className: 'text-brick' });
    expect(spansOf(`${ESC}[38;2;40;80;240mblue${ESC}[0m`)[0]).toEqual({ text: 'blue', className: 'text-accent-ink' });
    expect(spansOf(`${ESC}[90mquiet${ESC}[0m`)[0]).toEqual({ text: 'quiet', className: 'text-faint' });
  });

  test('codes that are no colours leave nothing behind', () => {
    expect(plainText(`${ESC}[2K${ESC}[1Gdone${ESC}[0m\r`)).toBe('done');
    expect(plainText(`${ESC}]8;;javascript:alert(1)\u0007link`)).not.toContain(ESC);
  });
});

describe('searching', () => {
  const lines = ['Start', 'an error', 'fine', `another ${ESC}[31mERR${ESC}[39mOR`];

  test('finds lines whatever their capitals and colours, and goes on where it ended', () => {
    const first = findLines(lines, 2, 'Error', NOTHING);
    expect(first.at).toEqual([1]);
    const second = findLines(lines, 4, 'Error', first);
    expect(second.at).toEqual([1, 3]);
    expect(findLines(lines, 4, 'Error', second)).toBe(second);
    expect(findLines(lines, 4, 'fine', second).at).toEqual([2]);
    expect(findLines(lines, 4, '', second)).toBe(NOTHING);
  });

  test('goes round', () => {
    expect(neighbour([1, 3], -1, 1)).toBe(1);
    expect(neighbour([1, 3], 1, 1)).toBe(3);
    expect(neighbour([1, 3], 3, 1)).toBe(1);
    expect(neighbour([1, 3], 1, -1)).toBe(3);
    expect(neighbour([], 1, 1)).toBeUndefined();
  });
});

describe('lines as they come', () => {
  test('are whole, once each, and those who watch are told together', () => {
    const store = new LogStore();
    let told = 0;
    store.watch(() => told++);
    store.append(1, 'one\ntwo\nth');
    store.append(2, 'ree\n');
    store.append(2, 'ree\n');
    expect(store.count).toBe(0);
    store.tell();
    expect(store.lines).toEqual(['one', 'two', 'three']);
    expect([store.count, told]).toEqual([3, 1]);
  });
});
