/**
 * The floors of the house: each file imports only from its own floor or from below, and there are no circles.
 */

// Without this parser TypeScript files would be passed over, and every rule would hold.
require.resolve('@swc/core');

const WORDS = '^lib/(vocabulary|errors|ids|paths|urls|env|paging|log)[.]ts$';
const HEART = '^lib/(authorization/(types|rules|account-rules|start-rules|decide)[.]ts$|signature/)';
const ROWS = '^db/';
const WHO =
  '^lib/(context[.]ts$|authentication/|audit/|usage/|authorization/(rows|statements|permissions-of|link-worth|load|load-start|lock|authorize|listing|explain)[.]ts$)';
const DOORS = '^lib/(api|console|runner)/';
const TESTS = '([.]test[.]tsx?$|^lib/testing/)';
// The entries of the processes are among them, since they close the pool at the end.
const MAY_QUERY =
  '^(db/|bin/|bench/|e2e/|lib/testing/|lib/(api|runner)/main[.]ts$|lib/authentication/|lib/audit/|lib/usage/|lib/[^/]+/queries[.]ts$|lib/authorization/(load|load-start|lock|listing|explain)[.]ts$)';

/** A rule that files matching `from` (but not `except`) import nothing that matches `to` (but not `toExcept`). */
function forbid(name, comment, from, to, { except = TESTS, toExcept } = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: except },
    to: { path: to, ...(toExcept && { pathNot: toExcept }) },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'What imports each other is one thing: find the part that both need.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unknown',
      comment: 'Every import leads to a file or to a package in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    forbid('words-import-nothing-of-ours', 'Floor 0 is pure.', WORDS, '^(lib|db|app|components|bin)/', {
      toExcept: WORDS,
      except: TESTS,
    }),
    forbid(
      'heart-is-pure',
      'Floor 1 knows only words: no database, clock or request.',
      HEART,
      '^(lib|db|app|components|bin)/',
      {
        toExcept: `${WORDS}|${HEART}`,
      },
    ),
    forbid('heart-needs-no-framework', 'Floor 1 is pure.', HEART, 'node_modules/(next|fastify|pg|drizzle-orm|react)/'),
    forbid('rows-know-words-and-heart', 'Floor 2 imports from floors 0 and 1.', ROWS, '^(lib|app|components|bin)/', {
      toExcept: `${WORDS}|${HEART}`,
    }),
    forbid('who-knows-no-noun', 'Floor 3 imports from floors 0 to 2.', WHO, '^(lib|app|components|bin)/', {
      toExcept: `${WORDS}|${HEART}|${WHO}`,
    }),
    forbid('nouns-know-no-door', 'Floor 4 serves every door alike, so it knows none.', '^lib/', DOORS, {
      except: `${DOORS}|${TESTS}`,
    }),
    forbid('few-touch-the-database', 'Only these reach rows; everybody else goes through the gate.', '.', '^db/', {
      except: `${MAY_QUERY}|${TESTS}`,
      // A use-case opens the transaction that holds its check, its change and its audit row; that alone reads nothing.
      toExcept: '^db/transaction[.]ts$',
    }),
    forbid(
      'pages-open-no-transaction',
      'Pages and components bind; they decide nothing.',
      '^(app|components)/',
      '^db/',
    ),
    forbid(
      'lib-is-below-the-pages',
      'Pages and components import from lib, never the other way.',
      '^lib/',
      '^(app|components|bin|e2e|bench)/',
    ),
    forbid('api-without-next', 'The API is a process of its own.', '^lib/api/', 'node_modules/next(-auth)?/'),
    forbid('components-only-show', 'Props are views: no fetching, no pages.', '^components/', '^(app|db|bin)/'),
    forbid('pages-have-no-sql', 'Pages bind use-cases to components.', '^app/', 'node_modules/(pg|drizzle-orm)/'),
    {
      name: 'tests-stay-outside',
      comment: 'What only tests need must not come along.',
      severity: 'error',
      from: { pathNot: `${TESTS}|^(e2e|bench)/|[.]config[.]ts$` },
      to: { path: TESTS },
    },
  ],
  options: {
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules/[.]|[.]next|[.]data|public/)' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
