import { userAgentFromString } from 'next/server';

const MAX_CHARS = 60;

/** What a user agent is in plain words, as "Firefox on Linux"; of a program, its own first words. It is a stranger's text. */
export function describeUserAgent(userAgent: string | null): string {
  if (!userAgent) return 'Unknown program';
  const { browser, os } = userAgentFromString(userAgent);
  if (browser.name && userAgent.startsWith('Mozilla/')) return os.name ? `${browser.name} on ${os.name}` : browser.name;
  const name = userAgent.replace(/\s*\(.*$/s, '');
  return name.length > MAX_CHARS ? `${name.slice(0, MAX_CHARS)}…` : name || 'Unknown program';
}
