/**
 * Holds the sources to this: a run starts behind the gate and nowhere else.
 *
 * Whatever enters a run, decides its level or makes it ready is in the list below, and nothing else in the product does. What starts a run
 * takes the gate's proof, and is called only by the use-cases named with it, in the very transaction in which they asked the gate. A proof
 * is made by the gate alone.
 */

import { callProblems } from './calls.ts';
import { type Declared, declarationsOf, importsOf, type Node, nameOf, parse, type SourceFile, walk } from './source.ts';
import { type Effect, effectsOf, effectsOfSql, SCHEMA } from './statements.ts';

export const GATE = 'lib/authorization/authorize.ts';

export interface Starter {
  /** The file and the function. */
  at: string;
  effects: readonly Effect[];
  /** The file that may call it, behind the gate; absent for one that starts nothing that was not started before. */
  caller?: string;
}

export const STARTERS: readonly Starter[] = [
  { at: 'lib/run/queries.ts insertRun', effects: ['insert'], caller: 'lib/run/start.ts' },
  {
    ...{ at: 'lib/run-restart/queries.ts metamorphRun', effects: ['level', 'ready'] },
    caller: 'lib/run-restart/metamorph.ts',
  },
  {
    ...{ at: 'lib/run-restart/queries.ts resurrectRun', effects: ['level', 'ready'] },
    caller: 'lib/run-restart/resurrect.ts',
  },
  // These go on with a run that has not finished, at the level that it has.
  { at: 'lib/run-restart/queries.ts rebootRun', effects: ['ready'] },
  { at: 'lib/lease/queries.ts giveBackRun', effects: ['ready'] },
  { at: 'lib/lease/queries.ts reapRuns', effects: ['ready'] },
  // The status is one of those that runs end with.
  { at: 'lib/lease/queries.ts finishRun', effects: ['ready'] },
];

/** What is wrong with the sources; nothing in a sound product. `files`: those of the product, with its migrations. */
export function startProblems(files: readonly SourceFile[], starters: readonly Starter[] = STARTERS): string[] {
  const unseen = new Set(starters.map(({ at }) => at));
  const problems = files.flatMap((file) => {
    if (file.path.endsWith('.sql')) return migrationProblems(file);
    const items = parse(file);
    const declared = declarationsOf(items);
    return [
      ...statementProblems(file, declared, items, starters, unseen),
      ...proofProblems(file, items),
      ...callProblems(file, items, starters),
    ];
  });
  return [...problems, ...[...unseen].map((at) => `${at}: is in the list of what starts runs, and does not`)];
}

/** Triggers and functions of the database start nothing. */
function migrationProblems({ path, text }: SourceFile): string[] {
  return [...effectsOfSql(text)].map((effect) => `${path}: ${WORDS[effect]}`);
}

function statementProblems(
  { path }: SourceFile,
  declared: readonly Declared[],
  items: readonly Node[],
  starters: readonly Starter[],
  unseen: Set<string>,
): string[] {
  const imports = importsOf(path, items);
  const problems = imports
    .filter(({ from, name }) => from === SCHEMA && name === '*')
    .map(() => `${path}: takes all of ${SCHEMA}, which hides what it does with runs`);
  const constants = constantsOf(declared);
  for (const declaration of declared) {
    const effects = effectsOf(declaration, constants, imports);
    if (effects.size === 0) continue;
    const at = `${path} ${declaration.names[0] ?? '(outside of functions)'}`;
    const starter = starters.find((one) => one.at === at);
    if (starter) unseen.delete(at);
    for (const effect of effects) {
      if (!starter?.effects.includes(effect)) problems.push(`${at}: ${WORDS[effect]}`);
    }
    if (starter?.caller && !takesProof(declaration.node)) problems.push(`${at}: takes no proof of the gate`);
  }
  return problems;
}

const WORDS: Record<Effect, string> = {
  insert: 'enters a run',
  level: 'decides the level of a run',
  ready: 'may make a run ready to start',
  unclear: 'changes runs in a way that cannot be told',
};

function constantsOf(declared: readonly Declared[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const { node } of declared) {
    walk(node, (one) => {
      const name = one.type === 'VariableDeclarator' ? nameOf(one.id) : null;
      const init = one.init as Node | null | undefined;
      if (name !== null && init) found.set(name, init);
    });
  }
  return found;
}

/** Whether a function has a parameter that is the proof itself, and nothing looser. */
function takesProof(node: Node): boolean {
  const parameters = Array.isArray(node.params) ? (node.params as Node[]) : [];
  return parameters.some((parameter) => {
    const { typeAnnotation } = (parameter.pat ?? {}) as { typeAnnotation?: { typeAnnotation?: Node } };
    const type = typeAnnotation?.typeAnnotation;
    return type?.type === 'TsTypeReference' && nameOf(type.typeName) === 'AuthorizedStart';
  });
}

/** A proof that is claimed is none. */
function proofProblems({ path }: SourceFile, items: readonly Node[]): string[] {
  if (path === GATE) return [];
  const problems: string[] = [];
  for (const item of items) {
    walk(item, (node) => {
      if (node.type !== 'TsAsExpression' && node.type !== 'TsTypeAssertion') return;
      walk(node.typeAnnotation as Node, (type) => {
        if (nameOf(type) === 'AuthorizedStart') problems.push(`${path}: claims a proof that only the gate gives`);
      });
    });
  }
  return problems;
}
