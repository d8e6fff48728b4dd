/** The product's worker. */
import { answerParent } from './answering.ts';

answerParent(0);
await import('../../lib/runner/main.ts');
