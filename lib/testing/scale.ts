/** How many random cases a test tries: `usual`, or what the environment asks for, as in `PROPERTY_WORLDS=1000000`. */
export function runCount(variable: string, usual: number): number {
  const asked = Number(process.env[variable]);
  return Number.isSafeInteger(asked) && asked > 0 ? asked : usual;
}
