import { enter } from './prepare.js';

await enter('bin/test.ts', { needsDev: true });
