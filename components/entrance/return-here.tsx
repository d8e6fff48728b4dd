'use client';

import { useEffect, useState } from 'react';

/** Carries this very page, to come back to it as somebody else. */
export function ReturnHere() {
  const [path, setPath] = useState('');
  useEffect(() => {
    const { pathname, search, hash } = window.location;
    setPath(pathname + search + hash);
  }, []);
  return <input type="hidden" name="returnTo" value={path} />;
}
