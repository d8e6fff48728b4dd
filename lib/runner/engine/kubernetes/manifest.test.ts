import { expect, test } from 'vitest';
import { createId } from '../../../ids.ts';
import type { RunJob } from '../engine.ts';
import { jobFor, type KubernetesSettings, nameOf, ownedBy, secretFor } from './manifest.ts';

const settings: KubernetesSettings = {
  ...{ namespace: 'actors', imagePrefix: 'registry.example/actors', registryAuth: { username: 'u', password: 'push' } },
  ...{ pullSecret: 'pull', runtimeClass: undefined, prefix: 'gatehouse' },
};
const job: RunJob = {
  ...{ runId: createId(), attempt: 2, buildId: createId(), memoryMbytes: 1024, mustBeIsolated: true },
  environment: { TOKEN: 'topsecret', EMPTY: '' },
};

test('a Job holds nothing secret: the environment is in its Secret, which goes with it', () => {
  const made = jobFor(settings, job);
  expect(JSON.stringify(made)).not.toMatch(/topsecret|push/);
  const secret = secretFor(settings, job);
  expect(secret.stringData).toEqual(job.environment);
  expect(made.spec?.template.spec?.containers[0]?.envFrom).toEqual([{ secretRef: { name: secret.metadata?.name } }]);
  const created = { ...made, metadata: { ...made.metadata, uid: 'u1' } };
  expect(ownedBy(secret, created).metadata?.ownerReferences).toEqual([
    { apiVersion: 'batch/v1', kind: 'Job', name: made.metadata?.name, uid: 'u1' },
  ]);
});

test('a program has limits, no rights, no key to the cluster, and is never started twice', () => {
  const { spec } = jobFor(settings, job);
  expect(spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } });
  expect(spec?.template.spec).toMatchObject({
    ...{ automountServiceAccountToken: false, enableServiceLinks: false, imagePullSecrets: [{ name: 'pull' }] },
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        image: `registry.example/actors:${job.buildId}`,
        resources: { requests: { memory: '1024Mi', cpu: '250m' }, limits: { memory: '1024Mi', cpu: '1000m' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  });
  expect(spec?.template.spec).not.toHaveProperty('runtimeClassName');
  expect(jobFor({ ...settings, runtimeClass: 'gvisor' }, job).spec?.template.spec?.runtimeClassName).toBe('gvisor');
});

test('names are those of Kubernetes, one an attempt and installation', () => {
  const prefix = 'a'.repeat(38);
  const names = [
    ...[nameOf(settings, job.runId, 1), nameOf(settings, job.runId, 2), nameOf(settings, createId(), 1)],
    nameOf({ ...settings, prefix }, job.runId, 1),
  ];
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  expect(nameOf(settings, job.runId, 1)).toBe(names[0]);
});
