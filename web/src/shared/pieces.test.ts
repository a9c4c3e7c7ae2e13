import { expect, it } from 'vitest';
import { pieces } from './pieces';

it.each([
  ['see https://a.example/x?y=1.', ['see ', 'https://a.example/x?y=1', '.']],
  ['no link', ['no link']],
  ['', []],
])('pieces(%j)', (text, expected) => {
  expect(pieces(text).map((piece) => piece.text)).toEqual(expected);
});
