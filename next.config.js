import { compressAssets } from './bin/compressed-assets.js';

/** Development needs `eval` for React's error stacks and a socket for reloads; production needs neither. */
const isDevelopment = process.env.NODE_ENV === 'development';

const contentSecurityPolicy = [
  "default-src 'self'",
  // Next writes its bootstrap inline. A nonce would do without 'unsafe-inline'.
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  // Without JavaScript, sign-in posts a form that the server answers with a redirect to an identity provider.
  "form-action 'self' https:",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // As `frame-ancestors`, for browsers and proxies that know only this one.
  { key: 'X-Frame-Options', value: 'DENY' },
  // Not `no-referrer`: browsers would then post forms with `Origin: null`, which server actions refuse.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
];

/** Scripts and styles are part of a page, whose own headers hold for them; each visit asks for a dozen. */
const assetHeaders = [{ key: 'X-Content-Type-Options', value: 'nosniff' }];

/** What people stored, as a file: it is of no origin and runs nothing, also for a browser that shows it all the same. */
const fileHeaders = [{ key: 'Content-Security-Policy', value: "default-src 'none'; sandbox; frame-ancestors 'none'" }];

/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // Its parts find one another by their files.
  serverExternalPackages: ['pg-boss'],
  // `npm run check` looks at types; a build on somebody's machine must not fail over a test's.
  typescript: { ignoreBuildErrors: true },
  compiler: { runAfterProductionCompile: compressAssets },
  // Of the same header the last counts, before what a route says itself.
  headers: async () => [
    { source: '/((?!_next/static/chunks/).*)', headers: securityHeaders },
    { source: '/_next/static/chunks/:path*', headers: assetHeaders },
    { source: '/storage/:collection/:id/:file(export|record|records)', headers: fileHeaders },
  ],
};
