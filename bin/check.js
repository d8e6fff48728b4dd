import { enter } from './prepare.js';

await enter('bin/check.ts', { needsDev: true });
