import { AUDIT_FORMATS, exportAuditText } from '@/lib/audit/export.ts';
import { auditFilterInput } from '@/lib/audit/list.ts';
import { consoleContext } from '@/lib/console/context.ts';
import { ApiError } from '@/lib/errors.ts';

/** The filtered audit trail as a file. */
export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const format = query.format === 'jsonl' ? 'jsonl' : 'csv';
  const texts = exportAuditText(await consoleContext(), auditFilterInput.parse(query), format);
  try {
    // The first page is read before the head is sent: a refusal must not look like an empty file.
    const first = await texts.next();
    return new Response(bodyOf(first, texts), {
      headers: {
        'content-type': AUDIT_FORMATS[format].contentType,
        'content-disposition': `attachment; filename="audit-${new Date().toISOString().slice(0, 10)}.${format}"`,
        'cache-control': 'private, no-store',
      },
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return new Response(error.message, { status: error.status, headers: { 'content-type': 'text/plain' } });
  }
}

function bodyOf(first: IteratorResult<string>, texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pending = first;
  return new ReadableStream({
    async pull(controller) {
      if (pending.done) return controller.close();
      controller.enqueue(encoder.encode(pending.value));
      pending = await texts.next();
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
