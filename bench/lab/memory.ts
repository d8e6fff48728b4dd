/** The memory of a measured process. */
import { readFileSync } from 'node:fs';

const SAMPLE_MILLIS = 20;

/** Runs `work` and gives the most that the process held meanwhile, beside what it held just before; both in bytes. */
export async function peakBytes<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ idle: number; peak: number; result: T }> {
  const idle = residentBytes(pid);
  let peak = idle;
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, SAMPLE_MILLIS);
  try {
    const result = await work();
    return { idle, peak, result };
  } finally {
    clearInterval(sampling);
  }
}

/** From the kernel: what the process itself says leaves out what its libraries hold. */
function residentBytes(pid: number): number {
  const [, kbytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kbytes) * 1_024;
}
