/** Turns what a program prints, in pieces of any size, into lines as a log keeps them. */

/** A longer line is continued in the next one. */
export const MAX_LINE_CHARS = 32_768;

export class LineSplitter {
  #partial: string;

  /** `partial`: what an earlier reader had of a line that had not ended. */
  constructor(partial = '') {
    this.#partial = partial;
  }

  /** The beginning of a line that has not ended. */
  get partial(): string {
    return this.#partial;
  }

  /** The lines that end in this piece, without their ends. */
  push(text: string): string[] {
    const lines: string[] = [];
    let rest = text;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      lines.push(...this.#whole(rest.slice(0, end)));
      rest = rest.slice(end + 1);
    }
    this.#partial += rest;
    while (this.#partial.length > MAX_LINE_CHARS) {
      const cut = cutPlace(this.#partial);
      lines.push(storable(this.#partial.slice(0, cut)));
      this.#partial = this.#partial.slice(cut);
    }
    return lines;
  }

  /** What is left when nothing comes any more. */
  end(): string[] {
    return this.#partial === '' ? [] : this.#whole('');
  }

  #whole(tail: string): string[] {
    let line = this.#partial + tail;
    this.#partial = '';
    if (line.endsWith('\r')) line = line.slice(0, -1);
    const lines: string[] = [];
    while (line.length > MAX_LINE_CHARS) {
      const cut = cutPlace(line);
      lines.push(storable(line.slice(0, cut)));
      line = line.slice(cut);
    }
    return [...lines, storable(line)];
  }
}

/** Never within a character of two units. */
function cutPlace(text: string): number {
  const isWithin = /[\ud800-\udbff]/.test(text.charAt(MAX_LINE_CHARS - 1));
  return isWithin ? MAX_LINE_CHARS - 1 : MAX_LINE_CHARS;
}

/** The database takes no NUL and no half characters. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

/** A line as the log keeps it. Source: contract 7.0, clients find lines by their times. */
export const logLine = (text: string, at: Date): string => `${at.toISOString()} ${text}\n`;
