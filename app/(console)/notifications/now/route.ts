import { consoleContext } from '@/lib/console/context.ts';
import { refusedFile } from '@/lib/console/refused-file.ts';
import { countUnread } from '@/lib/notification/list.ts';

/** How many notifications are unread, for the bell. */
export async function GET(): Promise<Response> {
  try {
    const count = await countUnread(await consoleContext());
    return Response.json({ count, atMillis: Date.now() }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return refusedFile(error);
  }
}
