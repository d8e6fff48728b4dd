import type { InputProblem } from '@/lib/input-schema/compile.ts';

/** The problems of each field; those of no field that is shown are under the empty name. */
export function problemsByField(
  problems: readonly InputProblem[],
  names: readonly string[],
): Map<string, InputProblem[]> {
  return Map.groupBy(problems, ({ field }) => {
    const owners = names.filter((name) => name === field || field.startsWith(`${name}.`));
    return owners.sort((a, b) => b.length - a.length)[0] ?? '';
  });
}

/** A problem in words that stand beside its field `name`. */
export function problemWords({ field, message }: InputProblem, name: string): string {
  const part = field.slice(name.length + 1);
  const prefix = `Field input.${field} `;
  const words = message.startsWith(prefix) ? `${part || 'This'} ${message.slice(prefix.length)}` : message;
  return words.replace('must NOT', 'must not');
}
