/** How much is measured. The quick sizes show that everything works; their ratios mean little. */
export interface Sizes {
  smallResources: number;
  largeResources: number;
  accounts: number;
  smallGrants: number;
  largeGrants: number;
  /** What the reader of the lists owns, and what is shared with it: the same among few resources as among many. */
  readerOwns: number;
  readerIsGranted: number;
  rounds: number;
  /** Operations or requests a round. */
  checks: number;
  lists: number;
  requests: number;
  /** Batches of 1,000 items a round. */
  pushes: number;
  readItems: number;
  exportBytes: number;
  /** Requests that go through a queue in a round, and those that wait in a small and in a large one. */
  queued: number;
  smallQueue: number;
  largeQueue: number;
}

export const FULL: Sizes = {
  smallResources: 10_000,
  largeResources: 1_000_000,
  accounts: 10_000,
  smallGrants: 1_500,
  largeGrants: 100_000,
  readerOwns: 2_000,
  readerIsGranted: 500,
  rounds: 15,
  checks: 2_000,
  lists: 100,
  requests: 5_000,
  pushes: 50,
  readItems: 200_000,
  exportBytes: 1_000_000_000,
  queued: 2_000,
  smallQueue: 10_000,
  largeQueue: 1_000_000,
};

export const QUICK: Sizes = {
  smallResources: 4_000,
  largeResources: 40_000,
  accounts: 1_000,
  smallGrants: 600,
  largeGrants: 4_000,
  readerOwns: 2_000,
  readerIsGranted: 500,
  rounds: 5,
  checks: 500,
  lists: 30,
  requests: 1_000,
  pushes: 10,
  readItems: 40_000,
  exportBytes: 100_000_000,
  queued: 500,
  smallQueue: 4_000,
  largeQueue: 40_000,
};
