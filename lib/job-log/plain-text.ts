/**
 * Codes by which terminals colour text, move about and take titles: CSI, OSC, and those of a few characters. The classes of each part share
 * no character, and none goes past the next code or the end of a line, so that any text takes time by its length only.
 * Source: ECMA-48.
 */
const CODES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: codes are made of them.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u001b\u009b]/g;

/** What a program printed, as text to be read. */
export const plainText = (text: string): string => text.replace(CODES, '');
