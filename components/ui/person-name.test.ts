import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PersonName } from './person-name.tsx';

const shown = (name: string, username: string) => renderToStaticMarkup(createElement(PersonName, { name, username }));

test('a name is by itself: it turns neither the username beside it nor what follows', () => {
  const turned = 'Big Firm \u202e';
  expect(shown(turned, 'mrif-gib')).toContain(`<bdi>${turned}</bdi>`);
  expect(shown(turned, 'mrif-gib')).toMatch(/<\/bdi> .*mrif-gib/);
});

test('one who has no name, or none but the username, is called by that once', () => {
  for (const name of ['', 'olga']) expect(shown(name, 'olga')).toBe('<span>olga</span>');
});
