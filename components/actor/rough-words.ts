import { FEW, type RoughCount } from '@/lib/level-change/rough-count.ts';
import { count } from '../settings/count.ts';

/** "Fewer than 5 schedules", "2,000 schedules", "Some schedules". */
export function roughly(amount: RoughCount, many: string): string {
  if (amount === 'some') return `Some ${many}`;
  return amount === 'few' ? `Fewer than ${FEW} ${many}` : count(amount, many, many);
}
