/** What is kept between tasks. Compiled code is some hundred times as large as its schema, so the schemas are what is counted. */
const MAX_KEPT_CHARS = 500_000;

/** What was made of the schemas that were used last, by their text: equal schemas are one. */
export class Kept<Made> {
  private readonly made = new Map<string, Made>();

  /** What was made of `text`, or what `make` makes of it now. */
  of(text: string, make: () => Made): Made {
    const known = this.made.get(text);
    this.made.delete(text);
    const made = known ?? make();
    this.made.set(text, made);
    let chars = [...this.made.keys()].reduce((sum, { length }) => sum + length, 0);
    for (const oldest of this.made.keys()) {
      if (chars <= MAX_KEPT_CHARS) break;
      this.made.delete(oldest);
      chars -= oldest.length;
    }
    return made;
  }

  clear(): void {
    this.made.clear();
  }
}
