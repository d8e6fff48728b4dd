import { enter } from './prepare.js';

await enter('bin/start.ts');
