/** How long the database is waited for before it is asked again: a connection that leads nowhere says nothing for a quarter of an hour. */
export const ANSWER_MILLIS = 20_000;

/** What `work` gives, or an error when it has not in time; it goes on by itself then. */
export async function within<T>(millis: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${millis} ms`)), millis);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
