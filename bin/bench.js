import { enter } from './prepare.js';

await enter('bench/main.ts', { needsDev: true });
