/**
 * The goals that are measured, in order. P11, the Console's weight and steadiness, is measured in the browser tests.
 */
import type { Benchmark } from './benchmark.ts';
import { decision } from './p1-decision.ts';
import { authorizedRead } from './p2-authorized-read.ts';
import { checkAtScale } from './p3-check-at-scale.ts';
import { authorizedGet } from './p4-authorized-get.ts';
import { listAtScale } from './p5-list-at-scale.ts';
import { signedLink } from './p6-signed-link.ts';
import { cheapestAnswer } from './p7-cheapest-answer.ts';
import { pushAndRead } from './p8-push-and-read.ts';
import { putAndGet } from './p8-put-and-get.ts';
import { exportMemory } from './p9-export-memory.ts';
import { recordMemory } from './p9-record-memory.ts';
import { startOfARun } from './p10-start-of-a-run.ts';
import { requestQueue } from './p12-request-queue.ts';

export const benchmarks: readonly Benchmark[] = [
  decision,
  authorizedRead,
  checkAtScale,
  authorizedGet,
  listAtScale,
  signedLink,
  cheapestAnswer,
  pushAndRead,
  putAndGet,
  exportMemory,
  startOfARun,
  requestQueue,
  recordMemory,
];
