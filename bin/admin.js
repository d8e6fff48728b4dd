import { enter } from './prepare.js';

await enter('bin/admin.ts');
