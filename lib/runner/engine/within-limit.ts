/** What `work` gives, or an error when it takes longer; the work itself goes on. */
export async function withinLimit<T>(millis: number, work: Promise<T>): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`no answer within ${millis / 1000} seconds`)), millis);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
