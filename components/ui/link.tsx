import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link within the Console. Its page is fetched when it is followed, not when it is seen: every page asks the database, and a page that was
 * fetched ahead would show yesterday's rights.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
