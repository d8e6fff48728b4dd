type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

/**
 * The optional packages that package-lock.json names but does not describe, as `dependent → name`; none in a sound file.
 * npm writes such a file when the registry lacks a package for another platform at that moment, and `npm ci` then refuses it everywhere.
 */
export function missingFromLock(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !places(place, name).some((found) => found in lock.packages))
      .map((name) => `${place || 'package.json'} → ${name}`),
  );
}

/** Where Node would look for a package that is imported from `place`: below it, then below each folder above. */
function places(place: string, name: string): string[] {
  const above = place
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, parts.length - depth).join('/node_modules/'));
  return [...above.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}
