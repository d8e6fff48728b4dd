/** Who calls what starts runs, and with which proof. */
import type { Starter } from './guard.ts';
import { argumentsOf, importsOf, type Node, nameOf, nodeOf, nodesOf, type SourceFile, walk } from './source.ts';

export function callProblems({ path }: SourceFile, items: readonly Node[], starters: readonly Starter[]): string[] {
  const problems: string[] = [];
  const imports = importsOf(path, items);
  for (const { at, caller } of starters) {
    if (caller === undefined) continue;
    const [file = '', name = ''] = at.split(' ');
    const mine = imports.filter(({ from }) => from === file);
    for (const one of mine) {
      if (one.name === '*') problems.push(`${path}: takes all of ${file}, which hides who starts runs`);
      if (one.name !== name) continue;
      if (one.isHandedOn) problems.push(`${path}: hands ${name} on to others`);
      else if (path !== caller) problems.push(`${path}: uses ${name}, which is for ${caller} alone`);
    }
    const local = path === file ? name : mine.find((one) => one.name === name && !one.isHandedOn)?.local;
    if (local !== undefined) for (const item of items) problems.push(...usesOf(path, item, local));
  }
  return problems;
}

/** Each use of a starter must be a call, in a transaction, with a proof that the gate gave in it. */
function usesOf(path: string, item: Node, local: string): string[] {
  const problems: string[] = [];
  walk(item, (node, above) => {
    if (nameOf(node) !== local || isNaming(node, above[0])) return;
    const call = above[0];
    if (call?.type !== 'CallExpression' || call.callee !== node) {
      problems.push(`${path}: passes ${local} around`);
      return;
    }
    const inTransaction = above.find((one, n) => one.type === 'ArrowFunctionExpression' && isTransaction(above[n + 1]));
    const tx = inTransaction && nameOf(nodesOf(inTransaction.params)[0]);
    const given = argumentsOf(call).map(nameOf);
    if (!inTransaction || !tx) problems.push(`${path}: calls ${local} outside of a transaction`);
    else if (given[0] !== tx) problems.push(`${path}: calls ${local} in another transaction than it stands in`);
    else if (!proofsOf(inTransaction, tx).some((proof) => given.includes(proof))) {
      problems.push(`${path}: calls ${local} without a proof that authorizeStart gave in the same transaction`);
    }
  });
  return problems;
}

/** Whether an identifier is where it is imported or declared, and not where it is used. */
const isNaming = (node: Node, above: Node | undefined): boolean =>
  !above ||
  ['ImportSpecifier', 'FunctionDeclaration', 'TsTypeQuery'].includes(above.type) ||
  (above.type === 'MemberExpression' && above.property === node);

const isTransaction = (call: Node | undefined): boolean =>
  call?.type === 'CallExpression' && nameOf(call.callee) === 'transaction';

/** The constants that hold what the gate answered in this transaction. */
function proofsOf(block: Node, tx: string): string[] {
  const proofs: string[] = [];
  walk(block, (node, [above]) => {
    if (node.type !== 'VariableDeclarator' || above?.kind !== 'const') return;
    const init = nodeOf(node.init);
    const call = init?.type === 'AwaitExpression' ? nodeOf(init.argument) : null;
    if (!call || nameOf(call.callee) !== 'authorizeStart') return;
    const name = nameOf(node.id);
    if (name !== null && argumentsOf(call).map(nameOf).at(-1) === tx) proofs.push(name);
  });
  return proofs;
}
