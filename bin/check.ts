/**
 * `npm run check`: everything that can be said without a database or a browser, in seconds. Stops at the first step that fails.
 */
import { checkSteps, runStep } from './steps.ts';

for (const step of checkSteps) {
  const { failed } = await runStep(step);
  if (failed > 0) process.exit(1);
}
console.log('\n✓ all checks passed');
