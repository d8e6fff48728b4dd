import { enter } from './prepare.js';

await enter('bin/picture.ts', { needsDev: true });
