import { enter } from './prepare.js';

await enter('bin/e2e-k8s.ts', { needsDev: true });
