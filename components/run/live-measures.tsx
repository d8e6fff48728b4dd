'use client';

import type { RunMeasures, RunNow } from '@/lib/run-page/get-page.ts';
import { useNow } from './live-page.tsx';

type LiveMeasuresProps = {
  href: string;
  version: string;
  isRunning: boolean;
  measures: RunMeasures;
  memoryMbytes: number;
};

/** What a run uses of its memory and of processors. It looks for the whole page whether anything has changed. */
export function LiveMeasures({ href, version, isRunning, measures, memoryMbytes }: LiveMeasuresProps) {
  const now = useNow<RunNow>(href, version, isRunning);
  const { memoryBytes, cpuPercent } = (isRunning ? now?.measures : null) ?? measures;
  // A program that is over sooner than anyone has looked uses something all the same.
  if (!isRunning && memoryBytes === 0) return <span className="text-muted">Too short to measure</span>;
  return (
    <span className="tabular-nums">
      {Math.ceil(memoryBytes / 1_048_576).toLocaleString('en')} of {memoryMbytes.toLocaleString('en')} MB,{' '}
      {Math.round(cpuPercent)} % CPU
    </span>
  );
}
