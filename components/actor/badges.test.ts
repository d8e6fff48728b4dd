import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { JobStatus } from '@/lib/vocabulary.ts';
import { PermissionBadge } from './permission-badge.tsx';
import { Status } from './status.tsx';

const STATUSES: JobStatus[] = [
  ...(['READY', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const),
  ...(['TIMING-OUT', 'TIMED-OUT', 'ABORTING', 'ABORTED'] as const),
];

test('each status has a word of its own', () => {
  const words = STATUSES.map((status) =>
    renderToStaticMarkup(createElement(Status, { status }))
      .replace(/<svg.*<\/svg>/s, '')
      .replace(/<[^>]*>/g, ''),
  );
  expect(new Set(words).size).toBe(STATUSES.length);
  for (const word of words) expect(word).toMatch(/^[A-Z][a-z]+( out)?$/);
});

test.each([
  ['LIMITED_PERMISSIONS', 'Limited permissions', 'storages that you name in its input'],
  ['FULL_PERMISSIONS', 'Full permissions', 'all of your storages'],
] as const)('the badge of %s says its level in words, and what that lets the Actor touch', (level, word, touches) => {
  const html = renderToStaticMarkup(createElement(PermissionBadge, { level }, 'You approved it.'));
  const [, described] = /aria-describedby="([^"]+)"[^>]*>.*?<\/button>/s.exec(html) ?? [];
  expect(html.slice(0, html.indexOf('</button>'))).toContain(word);
  const explanation = html.slice(html.indexOf(`id="${described}"`));
  expect(explanation).toContain(touches);
  expect(explanation).toContain('You approved it.');
});

test('the badge of an Actor that the reader always limits says what holds, and that it asks for more', () => {
  const html = renderToStaticMarkup(
    createElement(PermissionBadge, { level: 'FULL_PERMISSIONS', isAlwaysLimited: true }),
  );
  expect(html.slice(0, html.indexOf('</button>'))).toContain('Limited for you');
  expect(html).toContain('asks for full permissions. You always limit it');
  expect(html).not.toContain('all of your storages');
  const plain = renderToStaticMarkup(
    createElement(PermissionBadge, { level: 'LIMITED_PERMISSIONS', isAlwaysLimited: true }),
  );
  expect(plain).toContain('Limited permissions');
});
