/** What a program may use, from the memory that was asked for. */
import { availableParallelism } from 'node:os';

export interface Limits {
  memoryBytes: number;
  /** Processes and threads together. */
  processes: number;
  /** In cores. */
  cpu: number;
  /** Of one file. */
  fileBytes: number;
  /** Of all files together, beside the Actor's own. */
  diskBytes: number;
}

/** As on Apify: a whole core for each 4096 MB. */
const MBYTES_PER_CORE = 4096;
/** Less than this, and a program with little memory would take minutes to load its libraries. */
const LEAST_CORES = 0.25;
const FILE_BYTES = 8 * 1024 ** 3;
/** As on Apify, twice the memory; but small programs keep what they download. */
const LEAST_DISK_BYTES = 1024 ** 3;

export function limitsFor(memoryMbytes: number): Limits {
  return {
    memoryBytes: memoryMbytes * 1024 ** 2,
    processes: Math.min(4096, Math.max(512, memoryMbytes)),
    cpu: Math.min(availableParallelism(), Math.max(LEAST_CORES, memoryMbytes / MBYTES_PER_CORE)),
    fileBytes: FILE_BYTES,
    diskBytes: Math.max(LEAST_DISK_BYTES, 2 * memoryMbytes * 1024 ** 2),
  };
}

/** The heap that leaves room for the rest of Node.js: buffers, code, stacks. */
export function heapMbytes(memoryMbytes: number): number {
  return Math.max(32, Math.floor(memoryMbytes * 0.75));
}
