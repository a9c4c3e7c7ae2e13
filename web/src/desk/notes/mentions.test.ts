import { expect, it } from 'vitest';
import { mentioned, notePieces } from './mentions';

const people = [{ id: 'm', name: 'Marc' }, { id: 'ma', name: 'Marc Aubry' }, { id: 'a', name: 'Anna' }];

it.each([
  ['@Marc tu peux voir ?', ['m']],
  ['voir avec @marc aubry, et @Anna', ['ma', 'a']],
  ['@Marcel', []],
  ['marc@anna.example', []],
  ['rien', []],
])('%s', (text, expected) => expect(mentioned(text, people)).toEqual(expected));

it('shows whom a note calls', () => {
  expect(notePieces('Voir @Marc.', ['Marc'])).toEqual([{ text: 'Voir ', mention: false }, { text: '@Marc', mention: true }, { text: '.', mention: false }]);
  expect(notePieces('Rien', [])).toEqual([{ text: 'Rien', mention: false }]);
});
