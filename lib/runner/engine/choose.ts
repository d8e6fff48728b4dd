import path from 'node:path';
import type { Env } from '../../env.ts';
import type { Engine } from './engine.ts';
import { ProcessEngine } from './process/process-engine.ts';

/** The engine that the settings ask for. Each is probed by the caller. */
export function chooseEngine(env: Env): Engine {
  switch (env.engine) {
    case 'process':
      return new ProcessEngine({ folder: path.join(env.dataDir, 'engine'), hidden: [env.dataDir, process.cwd()] });
    default:
      throw new Error(`There is no engine ${env.engine} yet`);
  }
}
