import { expect, test } from 'vitest';
import { lineParts } from './words.ts';

const RUN = 'HG7ML7M8z78YcAPEB';

test.each([
  [`Started Actor olga/prices: run ${RUN}`, ['Started Actor olga/prices']],
  [
    `Passed over task olga/daily: the run ${RUN} of an earlier firing is still going on`,
    ['Passed over task olga/daily: a run of an earlier firing is still going on'],
  ],
  [
    'Did not start Actor olga/prices: Input is not valid: Field input.shop must be string',
    ['Did not start Actor olga/prices: its input is not valid: “shop” must be string'],
  ],
  [
    'Did not start Actor paul/x: This Actor requires full access. Approve here: http://localhost/actors/x?approvePermissions=true',
    ['Did not start Actor paul/x: This Actor requires full access.'],
  ],
  [
    `Did not start Actor ${RUN}: The Actor was not found`,
    [`Did not start Actor ${RUN}: it was deleted, or is not shared with the schedule’s owner any more`],
  ],
  [
    'Fired for 2026-11-22T21:00:00.000Z, 45 seconds late: no worker was running',
    ['Fired for ', new Date('2026-11-22T21:00:00Z'), ', 45 seconds late: no worker was running'],
  ],
  [
    'Fired for 2026-11-22T21:00:00.000Z, 600 seconds late: no worker was running',
    ['Fired for ', new Date('2026-11-22T21:00:00Z'), ', 10 minutes late: no worker was running'],
  ],
  ['Fired by hand by olga', ['Fired by hand by olga']],
])('%s', (message, parts) => {
  expect(lineParts(message)).toEqual(parts);
});
