/**
 * `npm run e2e:k8s`: the kubernetes engine against a cluster that is given, with the settings of the README (KUBECONFIG,
 * KUBERNETES_IMAGE_PREFIX, DOCKER_HOST, DOCKER_BASE_IMAGE…).
 */
import { runStep, vitest } from './steps.ts';

const missing = ['KUBECONFIG', 'KUBERNETES_IMAGE_PREFIX'].filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.log(`SKIPPED: the kubernetes engine was not tried against a cluster, for want of ${missing.join(' and ')}`);
  process.exit(0);
}
const { passed, failed } = await runStep(vitest('k8s'));
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
