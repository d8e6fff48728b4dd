/** JSON on lines of its own. What does not parse is shown as it is; so is what would not come back the same, as large numbers. */
export function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const isSame = JSON.stringify(value) === text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
    return isSame ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
