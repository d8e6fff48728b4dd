import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createId } from '../../../ids.ts';
import { buildActor, daemon, dockerSettings } from '../../../testing/engine-world.ts';
import { startRegistry } from '../../../testing/registry.ts';
import { KubernetesEngine } from './engine.ts';
import type { KubernetesSettings } from './manifest.ts';

const settings = (imagePrefix: string | undefined): KubernetesSettings => ({
  ...{ namespace: 'default', imagePrefix, registryAuth: undefined, pullSecret: undefined, runtimeClass: undefined },
  prefix: 'gatehouse-push',
});
const docker = () => dockerSettings({ prefix: 'gatehouse-push' });
const SMALL = { Dockerfile: 'FROM scratch\nCOPY . /\n' };
const engineFor = (imagePrefix: string | undefined) => new KubernetesEngine(settings(imagePrefix), docker());

test('a built Actor is pushed to where a cluster can pull it from', async () => {
  const registry = await startRegistry();
  try {
    const prefix = `${registry.host}/some/actors`;
    const engine = engineFor(prefix);
    const { buildId, result } = await buildActor(engine, SMALL, { dockerfile: 'Dockerfile' });
    if (!result.isBuilt) throw new Error(result.reason);
    const product = await buffer(result.product());
    expect(await engine.isInstalled(buildId)).toBe(false);
    // Another worker, which has not got the image.
    await daemon().getImage(`gatehouse-push-build:${buildId}`).remove();
    await engineFor(prefix).install(buildId, Readable.from([product]));
    expect(await engine.isInstalled(buildId)).toBe(true);
    expect(await engine.isInstalled(createId())).toBe(false);

    const image = `${prefix}:${buildId}`;
    await daemon().getImage(`gatehouse-push-build:${buildId}`).remove();
    expect(await text(await daemon().pull(image))).toContain('Downloaded newer image');
    expect((await daemon().getImage(image).inspect()).Config.Labels).toMatchObject({ 'dev.gatehouse.build': buildId });
  } finally {
    await registry.stop();
  }
});

test('a registry that does not answer is no registry without the image', async () => {
  await expect(engineFor('127.0.0.1:9/actors').isInstalled(createId())).rejects.toThrow();
});

test('a probe says what is missing, and what to do', async () => {
  expect(await engineFor(undefined).probe()).toMatchObject({
    ...{ isAvailable: false, isolation: 'container', remedy: expect.stringContaining('KUBERNETES_IMAGE_PREFIX') },
  });
  const before = process.env.KUBECONFIG;
  process.env.KUBECONFIG = '/missing/kubeconfig';
  try {
    expect(await engineFor('registry.example/actors').probe()).toMatchObject({
      ...{ isAvailable: false, summary: expect.stringContaining('cannot be used') },
      remedy: expect.stringContaining('KUBECONFIG'),
    });
  } finally {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  }
});
