/** Puts builds where their programs can be started from, each once however many programs wait for it. */
import { Readable } from 'node:stream';
import { readBlob } from '../blob/read.ts';
import type { Engine } from './engine/engine.ts';

export interface Product {
  buildId: string;
  blobId: string;
  productBytes: number;
}

export class Installer {
  readonly #engine: Engine;
  readonly #keepBuilds: number;
  readonly #going = new Map<string, Promise<void>>();

  constructor(engine: Engine, keepBuilds: number) {
    this.#engine = engine;
    this.#keepBuilds = keepBuilds;
  }

  install(product: Product): Promise<void> {
    const { buildId } = product;
    const going = this.#going.get(buildId) ?? this.#fetch(product).finally(() => this.#going.delete(buildId));
    this.#going.set(buildId, going);
    return going;
  }

  async #fetch({ buildId, blobId, productBytes }: Product): Promise<void> {
    await this.#engine.evict({ builds: this.#keepBuilds });
    await this.#engine.install(buildId, Readable.from(readBlob(blobId, { start: 0, end: productBytes })));
  }
}
