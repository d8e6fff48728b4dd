/** Blobs in an object store that speaks S3. Which one is said by the settings; see `env`. */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { env } from '../env.ts';
import type { BlobStore } from './store.ts';

/** What a writer holds in memory: this many bytes, `PARTS_AT_ONCE` times. The smallest that S3 allows is 5 MiB. */
const PART_BYTES = 5 * 1_024 * 1_024;
const PARTS_AT_ONCE = 2;

export const s3Blobs: BlobStore = {
  location: 'S3',

  async write(id, bytes) {
    const { client, bucket } = connection();
    const body = Readable.from(bytes, { objectMode: false });
    const upload = new Upload({
      client,
      params: { Bucket: bucket, Key: objectKey(id), Body: body, ContentType: 'application/octet-stream' },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    await upload.done();
  },

  async *read(id, { start, end }) {
    if (end <= start) return;
    const { client, bucket } = connection();
    const range = `bytes=${start}-${end - 1}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: objectKey(id), Range: range }));
    if (!(Body instanceof Readable)) throw new Error('The object store gave no bytes');
    // A reader who leaves early ends the connection: leaving the loop destroys the stream.
    for await (const chunk of Body as AsyncIterable<Buffer>) yield chunk;
  },

  async remove(id) {
    const { client, bucket } = connection();
    const key = objectKey(id);
    // Parts of an upload whose process died stay until they are asked to go.
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }));
    for (const { Key, UploadId } of Uploads ?? []) {
      if (Key === key) await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
    }
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  },
};

const objectKey = (id: string) => `records/${id}`;

let connected: { client: S3Client; bucket: string } | undefined;

function connection(): { client: S3Client; bucket: string } {
  connected ??= connect();
  return connected;
}

function connect(): { client: S3Client; bucket: string } {
  const { s3 } = env();
  if (!s3) throw new Error('A record is in an object store, and S3_BUCKET is not set');
  const client = new S3Client({
    region: s3.region,
    ...(s3.endpoint && { endpoint: s3.endpoint }),
    ...(s3.credentials && { credentials: s3.credentials }),
    forcePathStyle: s3.forcePathStyle,
    // Each reader and each writer holds one for as long as its client takes. The limit of the SDK, 50, would let as many slow clients stop all others.
    requestHandler: { httpAgent: { maxSockets: Infinity }, httpsAgent: { maxSockets: Infinity } },
    // Older object stores know nothing of the SDK's own checksums and refuse requests that carry them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, bucket: s3.bucket };
}
