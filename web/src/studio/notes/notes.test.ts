import { expect, it } from 'vitest';
import type { Note } from '../../api/studio';
import { differing, heightOf, nudged } from './notes';

it('makes room for what is written, within bounds', () => {
  const heights = ['', 'one line', 'a\nb\nc', 'x'.repeat(28 * 5), 'x\n'.repeat(40)].map((text) => heightOf({ text }));
  expect(heights).toEqual([80, 80, 98, 134, 296]);
});

it('is moved by the arrow keys', () => {
  expect([nudged([0, 0], 'ArrowLeft', false), nudged([0, 0], 'ArrowDown', true), nudged([0, 0], 'a', false)]).toEqual([[-20, 0], [0, 100], null]);
});

it('is saved where it differs from what the server has', () => {
  const note = (id: string): Note => ({ id, at: [0, 0], text: id });
  const [a, b, c] = [note('a'), note('b'), note('c')];
  const other = { ...b, text: 'other' };
  expect(differing([a, b], [a, other, c])).toEqual({ put: [other, c], gone: [] });
  expect(differing([a, b], [b])).toEqual({ put: [], gone: ['a'] });
  expect(differing([a], [a])).toEqual({ put: [], gone: [] });
});
