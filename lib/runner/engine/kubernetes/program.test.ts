import type { V1ContainerState } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { endOf } from './program.ts';
import { amountOf } from './quantity.ts';

const pod = (state: V1ContainerState | undefined, phase = 'Running', ageSecs = 0) => ({
  metadata: { creationTimestamp: new Date(Date.now() - ageSecs * 1000) },
  status: { phase, containerStatuses: state && [{ ...CONTAINER, state }] },
});
const CONTAINER = { name: 'actor', image: '', imageID: '', ready: false, restartCount: 0 };

test.each([
  [{ terminated: { exitCode: 7, reason: 'Error' } }, false, { exitCode: 7, isOutOfMemory: false }],
  [{ terminated: { exitCode: 137, reason: 'OOMKilled' } }, false, { exitCode: 137, isOutOfMemory: true }],
  [{ terminated: { exitCode: 137, reason: 'Error' } }, false, { exitCode: 137, isOutOfMemory: true }],
  [{ terminated: { exitCode: 137, reason: 'Error' } }, true, { exitCode: 137, isOutOfMemory: false }],
  [{ running: {} }, false, null],
  [{ waiting: { reason: 'ImagePullBackOff' } }, false, null],
])('a pod in state %j (killed: %s) has ended with %j', (state, isKilled, end) => {
  expect(endOf(pod(state), isKilled)).toEqual(end);
});

test('a pod that was driven out, or whose image never comes, has ended too', () => {
  expect(endOf(pod(undefined, 'Failed'), false)).toEqual({ exitCode: 137, isOutOfMemory: false });
  const stuck = pod({ waiting: { reason: 'ImagePullBackOff' } }, 'Pending', 301);
  expect(endOf(stuck, false)).toEqual({ exitCode: 126, isOutOfMemory: false });
  // A cluster may take long to find room.
  expect(endOf(pod(undefined, 'Pending', 3600), false)).toBeNull();
});

test.each([
  ['12m', 0.012],
  ['3', 3],
  ['1500000n', 0.0015],
  ['64Mi', 67_108_864],
  ['128974848', 128_974_848],
  ['1G', 1e9],
])('%s is %d', (text, amount) => {
  expect(amountOf(text)).toBeCloseTo(amount, 9);
});

test('what is no amount is refused', () => {
  for (const text of ['', 'm', '1x', '1mi']) expect(() => amountOf(text)).toThrow('Not an amount');
});
