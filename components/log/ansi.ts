// biome-ignore-all lint/suspicious/noControlCharactersInRegex: the codes of terminals are control characters.
/** The colours that programs print, as classes of ours: each is readable on our grounds, light and dark. */
import { type Color, type DecorationType, parseAnsiSequences } from 'ansi-sequence-parser';

/** A piece of a line. It is text, whatever it looks like. */
export interface Span {
  text: string;
  className: string;
}

/** Pieces of one line, without the codes. */
export function spansOf(line: string): Span[] {
  if (!CONTROLS.test(line)) return [{ text: line, className: '' }];
  return parseAnsiSequences(line.replaceAll(OTHER_CODES, '').replaceAll(OTHER_CONTROLS, '')).map(
    ({ value, foreground, decorations }) => ({
      text: value.replaceAll('\u001b', ''),
      className: [
        foreground ? COLOURS[hueOf(foreground)] : '',
        ...[...decorations].map((decoration) => DECORATIONS[decoration] ?? ''),
      ]
        .filter(Boolean)
        .join(' '),
    }),
  );
}

/** A line as it reads, for searching. */
export const plainText = (line: string): string =>
  CONTROLS.test(line)
    ? spansOf(line)
        .map(({ text }) => text)
        .join('')
    : line;

/** What is no text: codes begin with one of these. */
const CONTROLS = /[^\P{Cc}\t]/u;
const OTHER_CONTROLS = /[^\P{Cc}\t\x1b]/gu;
/** Codes that move a cursor, clear lines, set titles and make links, unlike those that set colours, which end in `m`. */
const OTHER_CODES = /\u001b(?:\[[0-9;?]*[@-ln-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[^[\]])/g;

type Hue = 'plain' | 'faint' | 'red' | 'yellow' | 'green' | 'blue' | 'violet';

const COLOURS: Record<Hue, string> = {
  plain: '',
  faint: 'text-faint',
  red: 'text-brick',
  yellow: 'text-amber',
  green: 'text-moss',
  blue: 'text-accent-ink',
  violet: 'text-violet',
};

const DECORATIONS: Partial<Record<DecorationType, string>> = {
  bold: 'font-semibold',
  dim: 'text-faint',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
};

const NAMED: readonly Hue[] = ['plain', 'red', 'green', 'yellow', 'blue', 'violet', 'blue', 'plain'];
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function hueOf(color: Color): Hue {
  if (color.type === 'rgb') return nearest(color.rgb);
  if (color.type === 'table') return ofTable(color.index);
  if (color.name === 'brightBlack') return 'faint';
  const name = color.name.replace(/^bright/, '').toLowerCase();
  return NAMED[NAMES.indexOf(name)] ?? 'plain';
}

/** Sixteen colours with names, a cube of 6 × 6 × 6, and greys. */
function ofTable(index: number): Hue {
  if (index < 16) return index === 8 ? 'faint' : (NAMED[index % 8] ?? 'plain');
  if (index >= 232) return index < 250 ? 'faint' : 'plain';
  const at = index - 16;
  return nearest([Math.floor(at / 36) * 51, (Math.floor(at / 6) % 6) * 51, (at % 6) * 51]);
}

function nearest([red, green, blue]: readonly [number, number, number]): Hue {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 40) return most > 60 && most < 190 ? 'faint' : 'plain';
  if (most === red)
    return green - blue > (most - least) * 0.4 ? 'yellow' : blue - green > (most - least) * 0.4 ? 'violet' : 'red';
  if (most === green) return red - blue > (most - least) * 0.6 ? 'yellow' : 'green';
  return red - green > (most - least) * 0.25 ? 'violet' : 'blue';
}
