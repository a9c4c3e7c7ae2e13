import { describe, expect, it } from 'vitest';
import { found, isPaletteKey, type Entry } from './palette';

const entry = (title: string, detail = '', group = 'Se déplacer'): Entry => ({ id: title, group, title, detail, key: '' });
const all = [entry('Mettre en veille'), entry('En veille', '', 'Aller à'), entry('Résoudre'), entry('/delai', 'Délai de livraison'), entry('Écrire au client')];

describe('the palette finds', () => {
  it.each([
    ['', ['Mettre en veille', 'En veille', 'Résoudre', '/delai', 'Écrire au client']],
    ['veille', ['Mettre en veille', 'En veille']],
    ['en v', ['En veille', 'Mettre en veille']],
    ['RESOU', ['Résoudre']],
    ['ecr client', ['Écrire au client']],
    ['livraison', ['/delai']],
    ['aller', ['En veille']],
    ['soudre', ['Résoudre']],
    ['rien de tel', []],
  ])('%j', (query, titles) => expect(found(all, query).map((one) => one.title)).toEqual(titles));
});

const held = { ctrl: false, meta: false, alt: false, shift: false };

it.each([
  [{ ...held, key: 'k', ctrl: true }, false, true],
  [{ ...held, key: 'K', ctrl: true }, false, true],
  [{ ...held, key: 'k', meta: true }, true, true],
  [{ ...held, key: 'k', ctrl: true }, true, false],
  [{ ...held, key: 'k' }, false, false],
  [{ ...held, key: 'k', ctrl: true, shift: true }, false, false],
])('%j on a Mac %s opens it: %s', (pressed, mac, expected) => expect(isPaletteKey(pressed, mac)).toBe(expected));
