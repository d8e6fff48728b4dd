import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './markdown.tsx';

const rendered = (text: string) => renderToStaticMarkup(createElement(Markdown, { label: 'README', text }));

test('headings stand below that of the page', () => {
  expect(rendered('# Page titles')).toContain('<h2>Page titles</h2>');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a]( JaVaScRiPt:alert(1))',
  '![a](https://elsewhere.example/who-reads-this.png)',
  '<svg/onload=alert(1)>',
  '[a][1]\n\n[1]: vbscript:alert(1)',
])('%s becomes no element and no address', (text) => {
  const html = rendered(text);
  expect(html).not.toMatch(/<(script|img|svg|iframe|object)/i);
  expect(html).not.toMatch(/(href|src)="(?!https?:|mailto:)/i);
  expect(html).not.toContain('src="https');
});
