'use client';

import { useEffect, useState } from 'react';

/**
 * Carries the page to come back to. The server never sees a fragment (`#row-5`): browsers keep it through the redirect to sign-in, and here
 * it joins the rest.
 */
export function ReturnTo({ path }: { path: string }) {
  const [fragment, setFragment] = useState('');
  useEffect(() => setFragment(window.location.hash), []);
  return <input type="hidden" name="returnTo" value={path === '' ? '' : path + fragment} />;
}
