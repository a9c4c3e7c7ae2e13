import { expect, it } from 'vitest';
import { pieces } from './pieces';

it.each([
  ['see https://a.example/x?y=1.', ['see ', 'https://a.example/x?y=1', '.']],
  ['no link', ['no link']],
  ['Vous suivez : « Offres ». Oui ? :-)', ['Vous suivez\u00a0: «\u00a0Offres\u00a0». Oui\u00a0? :-)']],
  ['', []],
])('pieces(%j)', (text, expected) => {
  expect(pieces(text).map((piece) => piece.text)).toEqual(expected);
});
