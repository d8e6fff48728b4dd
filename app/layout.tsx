import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { StatusRegion } from '@/components/shell/frame-parts.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { template: '%s · Gatehouse', default: 'Gatehouse' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#eaeeed' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1314' },
  ],
};

const plexSans = localFont({
  src: '../node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2',
  weight: '100 700',
  variable: '--plex-sans',
});

/** Letters of names beyond Western Europe; fetched only by a page that shows one. */
const plexSansExtended = localFont({
  src: '../node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-ext-wght-normal.woff2',
  weight: '100 700',
  variable: '--plex-sans-extended',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0' }],
});

const plexMono = localFont({
  src: '../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
  weight: '400',
  variable: '--plex-mono',
  preload: false,
  adjustFontFallback: false,
});

/** The frame of every page. The theme comes with the first byte, so the page is never painted in the wrong one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get('theme')?.value;
  const isChosen = theme === 'light' || theme === 'dark';
  return (
    <html
      lang="en"
      data-theme={isChosen ? theme : undefined}
      className={`${plexSans.variable} ${plexSansExtended.variable} ${plexMono.variable}`}
      suppressHydrationWarning
    >
      <body className="font-sans antialiased">
        {children}
        <StatusRegion />
      </body>
    </html>
  );
}
