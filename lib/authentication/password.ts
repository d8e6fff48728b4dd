/** Passwords, kept as scrypt hashes. */
import { randomBytes, type ScryptOptions, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';

// 2^15 × 8 × 3: some 32 MiB and 0.2 s for each guess. Source: OWASP Password Storage Cheat Sheet, scrypt.
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const HASH_BYTES = 32;

const scrypt = (password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }) =>
  new Promise<Buffer>((resolve, reject) => {
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    // NFKC: the same password typed on another keyboard may arrive in other code points.
    scryptCallback(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });

/** Hashes a password: `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scrypt(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether the password is the one that was hashed. `stored` null (no such account, or one without a password) costs the same time, so that
 * the time of an answer does not tell which accounts exist.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, hash] = (stored ?? DUMMY).split('$');
  if (!n || !r || !p || !salt || !hash) return false;
  const given = await scrypt(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
  const kept = Buffer.from(hash, 'base64url');
  return kept.length === given.length && timingSafeEqual(kept, given) && stored !== null;
}

const DUMMY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  Buffer.alloc(16).toString('base64url'),
  Buffer.alloc(32).toString('base64url'),
].join('$');
