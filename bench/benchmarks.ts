/**
 * The goals that are measured, in order. P6 and P10 wait for key-value stores and runs; P11, the Console's weight and steadiness, is
 * measured in the browser tests.
 */
import type { Benchmark } from './benchmark.ts';
import { decision } from './p1-decision.ts';
import { authorizedRead } from './p2-authorized-read.ts';
import { checkAtScale } from './p3-check-at-scale.ts';
import { authorizedGet } from './p4-authorized-get.ts';
import { listAtScale } from './p5-list-at-scale.ts';
import { cheapestAnswer } from './p7-cheapest-answer.ts';
import { pushAndRead } from './p8-push-and-read.ts';
import { exportMemory } from './p9-export-memory.ts';
import { requestQueue } from './p12-request-queue.ts';

export const benchmarks: readonly Benchmark[] = [
  decision,
  authorizedRead,
  checkAtScale,
  authorizedGet,
  listAtScale,
  cheapestAnswer,
  pushAndRead,
  exportMemory,
  requestQueue,
];
