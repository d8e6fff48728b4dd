/** What a file does to the table of runs: statements in SQL, and those that drizzle makes. */
import { argumentsOf, type Declared, type Imported, type Node, nameOf, nodeOf, nodesOf, walk } from './source.ts';

/** `insert`: enters runs. `level`: decides a level. `ready`: may let a program start. `unclear`: cannot be told. */
export type Effect = 'insert' | 'level' | 'ready' | 'unclear';

/** A table that cannot be told may be that of runs. */
const RUNS = '(?:only\\s+)?(?:public\\s*\\.\\s*)?"?(?:runs|\\?\\?)"?';
const ENTERS = new RegExp(`\\b(?:insert|merge)\\s+into\\s+${RUNS}(?![\\w.])|\\bcopy\\s+"?runs\\b`, 'i');
const CHANGES = new RegExp(`\\bupdate\\s+${RUNS}(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\b`, 'gi');
const DECIDES_LEVEL = /^"?level(_because|_epoch)?"?$/i;
/** What stands for an expression that cannot be told. */
const UNKNOWN = '??';

/** The effects of a text of SQL on the runs. */
export function effectsOfSql(sql: string): Set<Effect> {
  const effects = new Set<Effect>();
  if (ENTERS.test(sql)) effects.add('insert');
  for (const { index, 0: head } of sql.matchAll(CHANGES)) {
    for (const [column, value] of assignmentsIn(sql.slice(index + head.length))) {
      if (column.includes(UNKNOWN) || column.startsWith('(')) effects.add('unclear');
      if (DECIDES_LEVEL.test(column)) effects.add('level');
      if (/^"?status"?$/i.test(column) && resultsOf(value).some((result) => !isOtherStatus(result)))
        effects.add('ready');
    }
  }
  return effects;
}

/** The assignments of a SET clause, which ends with the statement or at its FROM, WHERE or RETURNING. */
function assignmentsIn(clause: string): [column: string, value: string][] {
  const parts = [''];
  let depth = 0;
  for (const [token] of clause.matchAll(/'[^']*'|\w+|\s+|[^\w\s]/g)) {
    if (/^(\(|\[|case)$/i.test(token)) depth++;
    if (/^(\)|\]|end)$/i.test(token)) depth--;
    if (depth < 0 || (depth === 0 && /^(from|where|returning|;)$/i.test(token))) break;
    if (depth === 0 && token === ',') parts.push('');
    else parts.push(`${parts.pop()}${token}`);
  }
  return parts.map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part.trim() || UNKNOWN, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

/** What a value can come to: of a CASE, each of its results. */
function resultsOf(value: string): string[] {
  if (!/^case\b/i.test(value)) return [value];
  const results = [...value.matchAll(/\b(?:then|else)\s+('[^']*'|[^\s]+)/gi)].map(([, result = UNKNOWN]) => result);
  return results.length > 0 ? results : [value];
}

/** A status that starts nothing, or the one that the run has. */
const isOtherStatus = (result: string) =>
  /^'/.test(result) ? result !== "'READY'" : /^(runs\.)?status$/i.test(result);

/** The effects of what stands in one declaration. `constants`: those of its file, by name. */
export function effectsOf(
  { node }: Declared,
  constants: ReadonlyMap<string, Node>,
  imports: readonly Imported[],
): Set<Effect> {
  const effects = new Set<Effect>();
  const tables = new Set(
    imports.filter(({ from, name }) => from === SCHEMA && name === 'runs').map(({ local }) => local),
  );
  walk(node, (one, [above]) => {
    const isPart = above && (isConcatenation(above) || above.type === 'TemplateLiteral');
    if (isText(one) && !isPart) for (const effect of effectsOfSql(textOf(one, constants))) effects.add(effect);
    if (one.type !== 'CallExpression') return;
    const verb = nameOf(nodeOf(one.callee)?.property);
    const [table = null] = argumentsOf(one);
    if (verb === 'insert' && mayBeRuns(table, tables)) effects.add('insert');
    if (verb !== 'set' || !isUpdateOfRuns(nodeOf(one.callee), tables)) return;
    for (const effect of effectsOfSet(table)) effects.add(effect);
  });
  return effects;
}

export const SCHEMA = 'db/schema/run.ts';

/** A file that does not know the table of runs can name it in no way. */
function mayBeRuns(table: Node | null, tables: ReadonlySet<string>): boolean {
  if (tables.size === 0) return false;
  const name = nameOf(table);
  return name === null || tables.has(name);
}

function isUpdateOfRuns(callee: Node | null, tables: ReadonlySet<string>): boolean {
  const update = nodeOf(callee?.object);
  if (update?.type !== 'CallExpression' || nameOf(nodeOf(update.callee)?.property) !== 'update') return false;
  return mayBeRuns(argumentsOf(update)[0] ?? null, tables);
}

function effectsOfSet(values: Node | null): Effect[] {
  if (values?.type !== 'ObjectExpression') return ['unclear'];
  const properties = Array.isArray(values.properties) ? values.properties : [];
  return properties.flatMap((one: unknown): Effect[] => {
    const property = nodeOf(one);
    // What is spread comes without a type of its own; `condition && {…}` adds what stands in the braces.
    if (!property || property.type === 'SpreadElement') {
      const spread = unwrapped((one as { arguments?: unknown }).arguments);
      return effectsOfSet(spread?.type === 'BinaryExpression' ? unwrapped(spread.right) : spread);
    }
    const name = nameOf(property) ?? nameOf(property.key);
    if (name === null) return ['unclear'];
    if (/^level(Because|Epoch)?$/.test(name)) return ['level'];
    return name === 'status' ? ['ready'] : [];
  });
}

const unwrapped = (value: unknown): Node | null => {
  const node = nodeOf(value);
  return node?.type === 'ParenthesisExpression' ? unwrapped(node.expression) : node;
};

const isConcatenation = ({ type, operator }: Node) => type === 'BinaryExpression' && operator === '+';
const isText = (node: Node) => ['StringLiteral', 'TemplateLiteral'].includes(node.type) || isConcatenation(node);

/** The text of an expression, with the constants of its file put in. */
function textOf(node: Node | null, constants: ReadonlyMap<string, Node>, depth = 0): string {
  if (!node || depth > 10) return UNKNOWN;
  if (node.type === 'StringLiteral') return String(node.value);
  if (isConcatenation(node)) {
    return textOf(nodeOf(node.left), constants, depth + 1) + textOf(nodeOf(node.right), constants, depth + 1);
  }
  if (node.type === 'TemplateLiteral') {
    const filled = nodesOf(node.expressions).map((one) => textOf(one, constants, depth + 1));
    return nodesOf(node.quasis)
      .map(({ cooked }, n) => `${String(cooked)}${filled[n] ?? ''}`)
      .join('');
  }
  // A function that only makes a text is as good as the text; what it is given cannot be told.
  if (node.type === 'ArrowFunctionExpression') return textOf(nodeOf(node.body), constants, depth + 1);
  const constant = constants.get(nameOf(node.type === 'CallExpression' ? node.callee : node) ?? '');
  return constant ? textOf(constant, constants, depth + 1) : UNKNOWN;
}
