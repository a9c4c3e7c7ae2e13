import { describe, expect, it } from 'vitest';
import type { Canned } from '../../api/work';
import { filled, meant, textFor } from './canned';
import { called, replaced } from './suggest';

describe('what is called', () => {
  it.each([
    ['/', '/mer', 4, { from: 0, query: 'mer' }],
    ['/', 'Bonjour /', 9, { from: 8, query: '' }],
    ['/', 'https://x', 9, null],
    ['/', '/merci ', 7, null],
    ['@', 'Voir @Mar', 9, { from: 5, query: 'Mar' }],
    ['@', 'Voir @Marc Au', 13, { from: 5, query: 'Marc Au' }],
    ['@', 'a@b', 3, null],
  ] as const)('%s in %s', (sign, text, caret, expected) => expect(called(sign, text, caret)).toEqual(expected));

  it('is replaced where it stands', () => {
    expect(replaced('Oui /mer svp', { from: 4, query: 'mer' }, 'Merci')).toEqual({ text: 'Oui Merci svp', caret: 9 });
  });
});

describe('canned replies', () => {
  const one = (shortcut: string, title: string): Canned => ({ id: shortcut, shortcut, title, texts: { fr: 'Bonjour', en: 'Hello' }, at: '' });
  const all = [one('retour', 'Merci de nous retourner'), one('merci', 'Merci'), one('delai', 'Délai')];

  it('are found by shortcut, then by title', () => {
    expect(meant(all, 'mer').map(({ shortcut }) => shortcut)).toEqual(['merci', 'retour']);
    expect(meant(all, '')).toHaveLength(3);
  });

  it('speak the customer’s language', () => {
    const [first] = all;
    expect(first && [textFor(first, ['en', 'fr']), textFor(first, ['es', 'fr']), textFor(first, ['es'])]).toEqual(['Hello', 'Bonjour', 'Bonjour']);
  });

  it.each([
    ['Bonjour {name}, ici {agent}.', 'Marie', 'Bonjour Marie, ici Anna.'],
    ['Bonjour {name}, ici {agent} de {brand}.', null, 'Bonjour, ici Anna de Lumen.'],
    ['{name}, merci {other}', 'Marie', 'Marie, merci {other}'],
  ])('%s', (text, name, expected) => expect(filled(text, { name, agent: 'Anna', brand: 'Lumen' })).toBe(expected));
});
