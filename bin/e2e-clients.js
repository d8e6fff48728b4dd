import { enter } from './prepare.js';

await enter('bin/e2e-clients.ts', { needsDev: true });
