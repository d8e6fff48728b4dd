import type { Env } from '../../env.ts';
import type { Engine } from './engine.ts';
import { engineFolder } from './reach.ts';

/** The engine that the settings ask for; the others are not even loaded. It is not probed yet. */
export async function chooseEngine(env: Env): Promise<Engine> {
  switch (env.engine) {
    case 'process': {
      const { ProcessEngine } = await import('./process/process-engine.ts');
      return new ProcessEngine({ folder: engineFolder(env.dataDir), hidden: [env.dataDir, process.cwd()] });
    }
    case 'docker': {
      const { DockerEngine } = await import('./docker/engine.ts');
      return new DockerEngine(env.docker);
    }
    case 'kubernetes': {
      const { KubernetesEngine } = await import('./kubernetes/engine.ts');
      return new KubernetesEngine({ ...env.kubernetes, prefix: env.docker.prefix }, env.docker);
    }
  }
}

/** The engines whose builds an engine can start: images are images. */
export const compatibleEngines = (name: Engine['name']): readonly Engine['name'][] =>
  name === 'process' ? ['process'] : ['docker', 'kubernetes'];
