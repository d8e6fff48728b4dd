/** Real builds of small Actors, for tests that run them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pool } from '../../db/client.ts';
import { storeForNew } from '../blob/stores.ts';
import { createId } from '../ids.ts';
import type { Engine } from '../runner/engine/engine.ts';
import { type MadeBuild, makeBuild } from './runs.ts';
import type { Person } from './world.ts';

/** Builds an Actor of these files with an engine, and keeps the product as a build that workers can install. */
export async function buildProgram(engine: Engine, owner: Person, files: Record<string, string>): Promise<MadeBuild> {
  const sourceDir = await mkdtemp(path.join(tmpdir(), 'gatehouse-sources-'));
  const output: string[] = [];
  const buildId = createId();
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(sourceDir, name), text);
    const result = await engine.build({
      ...{ buildId, sourceDir, dockerfile: null, environment: {}, memoryMbytes: 2048, useCache: true },
      ...{ mustBeIsolated: false, signal: new AbortController().signal, onOutput: (text) => output.push(text) },
    });
    if (!result.isBuilt) throw new Error(`${result.reason}\n${output.join('')}`);
    const bytes = await buffer(result.product());
    await result.discard();
    const blobId = createId();
    const store = await storeForNew();
    await pool().query('INSERT INTO blobs (id, store_id, location) VALUES ($1, $2, $3)', [
      blobId,
      buildId,
      store.location,
    ]);
    await store.write(
      blobId,
      (async function* () {
        yield bytes;
      })(),
    );
    await pool().query(`UPDATE blobs SET state = 'KEPT' WHERE id = $1`, [blobId]);
    return makeBuild(owner, { engine: engine.name, blobId, productBytes: bytes.length });
  } finally {
    await rm(sourceDir, { recursive: true, force: true });
  }
}
