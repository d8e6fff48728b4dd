import { expect, test } from 'vitest';
import { UsageMeter } from './usage-meter.ts';

test('processor use is of one core, since the last time; averages and peaks are of all times', () => {
  const meter = new UsageMeter(1024, null, 0);
  meter.add({ memoryBytes: 100, cpuMillis: 500 }, 1_000);
  expect(meter.add({ memoryBytes: 50, cpuMillis: 600 }, 2_000)).toEqual({
    ...{ memAvgBytes: 75, memMaxBytes: 100, memCurrentBytes: 50 },
    ...{ cpuAvgUsage: 30, cpuMaxUsage: 50, cpuCurrentUsage: 10 },
  });
});

test('of a program that was adopted nothing is said for the time before', () => {
  const meter = new UsageMeter(1024, null, null);
  expect(meter.add({ memoryBytes: 100, cpuMillis: 90_000 }, 5_000).cpuMaxUsage).toBe(0);
  expect(meter.add({ memoryBytes: 100, cpuMillis: 90_100 }, 6_000).cpuCurrentUsage).toBe(10);
});

test('peaks of earlier attempts stay', () => {
  const earlier = new UsageMeter(1024, null, 0).add({ memoryBytes: 900, cpuMillis: 900 }, 1_000);
  const meter = new UsageMeter(1024, earlier, 0);
  expect(meter.add({ memoryBytes: 1, cpuMillis: 1 }, 1_000)).toMatchObject({ memMaxBytes: 900, cpuMaxUsage: 90 });
});

test('a program that uses nearly all it may is overloaded', () => {
  const meter = new UsageMeter(1024, null, 0);
  const busy = meter.add({ memoryBytes: 1, cpuMillis: 240 }, 1_000);
  expect(meter.systemInfo(busy, new Date(0))).toMatchObject({
    ...{ isCpuOverloaded: true, memTotalBytes: 1024 ** 3, createdAt: '1970-01-01T00:00:00.000Z' },
  });
  // An engine lets programs start quicker than their share.
  const boosted = meter.add({ memoryBytes: 1, cpuMillis: 740 }, 2_000);
  expect(meter.systemInfo(boosted, new Date(0)).isCpuOverloaded).toBe(false);
  const idle = meter.add({ memoryBytes: 1, cpuMillis: 750 }, 3_000);
  expect(meter.systemInfo(idle, new Date(0)).isCpuOverloaded).toBe(false);
});
