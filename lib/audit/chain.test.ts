import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { runCount } from '../testing/scale.ts';
import { type AuditContent, CHAIN_START, chainHash, firstBrokenLink } from './chain.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

const TAMPERINGS = runCount('TAMPERINGS', 1_000);

type Row = AuditContent & { hash: Buffer };

const content = fc.record({
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  event: fc.constantFrom('grant.created', 'grant.removed', 'link.revoked', 'token.created'),
  principal: fc.record({ kind: fc.constant('session'), username: fc.constantFrom('olga', 'colin') }),
  resourceKind: fc.option(fc.constant('dataset')),
  resourceId: fc.option(fc.constantFrom('dataset-1', 'dataset-2')),
  detail: fc.dictionary(fc.constantFrom('from', 'to', 'name'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  because: fc.constantFrom(['owner'], ['grant'], ['owner', 'anyone-with-id'], []),
  via: fc.constantFrom('API', 'CONSOLE'),
  requestId: fc.uuid(),
  ipAddress: fc.option(fc.ipV4()),
  userAgent: fc.option(fc.string({ maxLength: 10 })),
});

/** A trail as it is written: each row over the hash of the one before. */
function chained(contents: Omit<AuditContent, 'accountId' | 'sequence'>[]): Row[] {
  let previous = CHAIN_START;
  return contents.map((each, index) => {
    const row = { ...each, accountId: 'olga', sequence: index + 1 };
    previous = chainHash(previous, row);
    return { ...row, hash: previous };
  });
}

/** The end that is kept beside a trail. */
function headOf(rows: readonly Row[]) {
  const last = rows.at(-1);
  return last ? { sequence: last.sequence, hash: last.hash } : null;
}

const trail = fc.array(content, { minLength: 3, maxLength: 12 }).map(chained);

/** What somebody with access to the database could do to a row; `at` is never the last one. */
const TAMPERINGS_BY_NAME: Record<string, (rows: Row[], at: number) => Row[]> = {
  'the account': (rows, at) => edited(rows, at, { accountId: 'stan' }),
  'the time': (rows, at) => edited(rows, at, { at: new Date((rows[at]?.at.getTime() ?? 0) + 1) }),
  'the event': (rows, at) => edited(rows, at, { event: 'grant.changed' }),
  'the principal': (rows, at) => edited(rows, at, { principal: { kind: 'session', username: 'stan' } }),
  'the kind': (rows, at) => edited(rows, at, { resourceKind: rows[at]?.resourceKind === null ? 'dataset' : null }),
  'the resource': (rows, at) => edited(rows, at, { resourceId: 'dataset-3' }),
  'the detail': (rows, at) => edited(rows, at, { detail: { other: true } }),
  'the reason': (rows, at) => edited(rows, at, { because: ['operator'] }),
  'the door': (rows, at) => edited(rows, at, { via: 'CLI' }),
  'the request': (rows, at) => edited(rows, at, { requestId: 'another' }),
  'the address': (rows, at) => edited(rows, at, { ipAddress: 'elsewhere' }),
  'the program': (rows, at) => edited(rows, at, { userAgent: 'another program' }),
  'the hash': (rows, at) => edited(rows, at, { hash: Buffer.alloc(32, 7) }),
  'its number': (rows, at) => edited(rows, at, { sequence: at + 100 }),
  'a row and its own hash': (rows, at) => {
    const changed = edited(rows, at, { event: 'grant.changed' });
    const row = changed[at] as Row;
    return edited(changed, at, { hash: chainHash(rows[at - 1]?.hash ?? CHAIN_START, row) });
  },
  'by cutting off the rows after it': (rows, at) => rows.slice(0, at),
  'by taking a row out': (rows, at) => rows.toSpliced(at, 1),
  'by taking a row out and counting anew': (rows, at) =>
    rows.toSpliced(at, 1).map((row, index) => ({ ...row, sequence: index + 1 })),
  'by putting a row in': (rows, at) => rows.toSpliced(at, 0, { ...(rows[at] as Row), requestId: 'forged' }),
  'by doubling a row': (rows, at) => rows.toSpliced(at, 0, rows[at] as Row),
  'by swapping two rows': (rows, at) => rows.with(at, rows[at + 1] as Row).with(at + 1, rows[at] as Row),
  'by swapping what two rows say': (rows, at) => {
    const [a, b] = [rows[at] as Row, rows[at + 1] as Row];
    return rows.with(at, { ...b, sequence: a.sequence }).with(at + 1, { ...a, sequence: b.sequence });
  },
};

/** The row itself fits; the one after it does not. */
const SHOWN_BY_THE_NEXT = ['a row and its own hash', 'by doubling a row'];

const edited = (rows: Row[], at: number, change: Partial<Row>): Row[] =>
  rows.with(at, { ...(rows[at] as Row), ...change });

describe('the chain of an audit trail', () => {
  test('holds as it was written, and in whatever order the database keeps the keys of its JSON', () => {
    fc.assert(
      fc.property(trail, (rows) => {
        expect(firstBrokenLink(rows, headOf(rows))).toBeNull();
        const reordered = rows.map((row) => ({
          ...row,
          detail: Object.fromEntries(Object.entries(row.detail as object).reverse()),
        }));
        expect(firstBrokenLink(reordered, headOf(rows))).toBeNull();
      }),
      { numRuns: 200 },
    );
    expect(firstBrokenLink([], null)).toBeNull();
  });

  test('shows every tampering, and where it begins', () => {
    const found = new Set<string>();
    fc.assert(
      fc.property(trail, fc.nat(), fc.constantFrom(...Object.keys(TAMPERINGS_BY_NAME)), (rows, place, what) => {
        const at = place % (rows.length - 1);
        const tampered = TAMPERINGS_BY_NAME[what]?.(rows, at) ?? rows;
        expect(firstBrokenLink(tampered, headOf(rows)), what).toBe(SHOWN_BY_THE_NEXT.includes(what) ? at + 2 : at + 1);
        found.add(what);
      }),
      { numRuns: TAMPERINGS },
    );
    expect([...found].sort()).toEqual(Object.keys(TAMPERINGS_BY_NAME).sort());
  });
});
