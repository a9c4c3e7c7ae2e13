import { expect, it } from 'vitest';
import { heightOf, nudged } from './notes';

it('makes room for what is written, within bounds', () => {
  const heights = ['', 'one line', 'a\nb\nc', 'x'.repeat(28 * 5), 'x\n'.repeat(40)].map((text) => heightOf({ text }));
  expect(heights).toEqual([80, 80, 98, 134, 296]);
});

it('is moved by the arrow keys', () => {
  expect([nudged([0, 0], 'ArrowLeft', false), nudged([0, 0], 'ArrowDown', true), nudged([0, 0], 'a', false)]).toEqual([[-20, 0], [0, 100], null]);
});
