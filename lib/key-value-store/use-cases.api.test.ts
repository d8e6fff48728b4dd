import { describe, expect, test } from 'vitest';
import { giveGrant, makeStore, noise, storeFacts } from '../testing/records.ts';
import { anonymous, type Person, person, serveApi } from '../testing/world.ts';
import { deleteRecord } from './delete-record.ts';
import { listRecords } from './list-records.ts';
import { openRecord } from './open-record.ts';
import { previewRecord } from './preview-record.ts';
import { putRecord } from './put-record.ts';

serveApi();

const ref = (id: string) => ({ kind: 'key-value-store' as const, address: { by: 'id' as const, id } });
const put = (by: Person, id: string, key: string, contentType: string, bytes: Buffer | string) =>
  putRecord(by.session, ref(id), key, { contentType, bytes: Buffer.from(bytes) });
const preview = async (by: Person, id: string, key: string) =>
  (await previewRecord(by.session, { by: 'id', id }, key)).preview;

describe('records in the Console', () => {
  test('are listed page by page, with their number', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga, { schema: { collections: { b: { keyPrefix: 'b' } } } });
    for (const key of ['a1', 'a2', 'b1', 'b2', 'b3']) await put(olga, id, key, 'text/plain', key);
    const first = await listRecords(olga.session, ref(id), { limit: 2 });
    expect(first).toMatchObject({ next: 'a2', total: 5 });
    expect(first.rows[0]).toEqual({ key: 'a1', contentType: 'text/plain', byteCount: 2, modifiedAt: expect.any(Date) });
    const rest = await listRecords(olga.session, ref(id), { limit: 3, after: first.next });
    expect(rest).toMatchObject({ next: null, total: 5 });
    expect(rest.rows.map(({ key }) => key)).toEqual(['b1', 'b2', 'b3']);
    expect(await listRecords(olga.session, ref(id), { limit: 1, prefix: 'b' })).toMatchObject({ next: 'b1', total: 3 });
    expect(await listRecords(olga.session, ref(id), { limit: 9, collection: 'b', prefix: 'b2' })).toMatchObject({
      total: 1,
    });
  });

  test('are put from bytes and from streams, opened in parts, and deleted', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const bytes = noise(600_000);
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 7_919) yield bytes.subarray(at, at + 7_919);
    }
    await putRecord(olga.session, ref(id), 'r', { contentType: 'application/x', stream: stream() });
    const record = await openRecord(olga.session, ref(id), 'r', { start: 262_000, end: 263_000 });
    expect(record).toMatchObject({ key: 'r', contentType: 'application/x', byteCount: 600_000, inline: null });
    const chunks: Buffer[] = [];
    for await (const chunk of record.read()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes.subarray(262_000, 263_000))).toBe(true);
    await deleteRecord(olga.session, ref(id), 'r');
    expect(await storeFacts(id)).toMatchObject({ recordCount: 0, byteCount: 0 });
  });

  test('are refused to who may not, each way, and nothing is read of what they send', async () => {
    const [olga, stan, rita] = [await person('olga'), await person('stan'), await person('rita')];
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'text/plain', 'x');
    await giveGrant(id, rita, ['READ']);
    let pulled = 0;
    async function* stream() {
      pulled++;
      yield Buffer.from('x');
    }
    const refusal = { type: 'insufficient-permissions' };
    for (const ctx of [stan.session, anonymous]) {
      await expect(listRecords(ctx, ref(id), { limit: 1 })).rejects.toMatchObject(refusal);
      await expect(openRecord(ctx, ref(id), 'r')).rejects.toMatchObject(refusal);
      await expect(openRecord(ctx, ref(id), 'nothing')).rejects.toMatchObject(refusal);
      await expect(previewRecord(ctx, { by: 'id', id }, 'r')).rejects.toMatchObject(refusal);
    }
    for (const ctx of [stan.session, anonymous, rita.session]) {
      await expect(putRecord(ctx, ref(id), 'r', { stream: stream() })).rejects.toMatchObject(refusal);
      await expect(deleteRecord(ctx, ref(id), 'r')).rejects.toMatchObject(refusal);
    }
    expect(pulled).toBe(0);
    expect((await openRecord(rita.session, ref(id), 'r')).byteCount).toBe(1);
  });
});

describe('a preview', () => {
  test('of text and JSON is text, cut at a character where it is long', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'json', 'application/json; charset=utf-8', '{"a":1}');
    expect(await preview(olga, id, 'json')).toEqual({ kind: 'json', text: '{"a":1}', isCut: false });
    await put(olga, id, 'html', 'text/html', '<script>alert(1)</script>');
    expect(await preview(olga, id, 'html')).toEqual({ kind: 'text', text: '<script>alert(1)</script>', isCut: false });
    await put(olga, id, 'svg', 'image/svg+xml', '<svg/>');
    expect(await preview(olga, id, 'svg')).toMatchObject({ kind: 'text' });
    await put(olga, id, 'long', 'text/plain', `x${'ž'.repeat(200_000)}`);
    const long = await preview(olga, id, 'long');
    expect(long).toEqual({ kind: 'text', text: `x${'ž'.repeat(49_999)}`, isCut: true });
    await put(olga, id, 'empty', 'text/plain', '');
    expect(await preview(olga, id, 'empty')).toEqual({ kind: 'text', text: '', isCut: false });
  });

  test('of what is no text is none', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'zip', 'application/zip', 'PK');
    await put(olga, id, 'binary', 'text/plain', Buffer.from([0xff, 0xfe, 0x00]));
    await put(olga, id, 'nul', 'text/plain', Buffer.from([0x61, 0x00]));
    for (const key of ['zip', 'binary', 'nul']) expect(await preview(olga, id, key)).toMatchObject({ kind: 'none' });
    await expect(preview(olga, id, 'nothing')).rejects.toMatchObject({ type: 'record-not-found' });
    await expect(preview(olga, id, 'a/b')).rejects.toMatchObject({ type: 'invalid-record-key' });
  });

  test('of an image says so, and gives out nothing that would open once the right to read is gone', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'i', 'image/png', noise(30));
    expect(await preview(olga, id, 'i')).toEqual({ kind: 'image' });
  });
});
