import { expect, it } from 'vitest';
import { drift, learnt, unseen } from './still';

const before = ['a', 'b', 'c', 'd', 'e', 'f'];

it.each([
  ['one comes in above', ['x', 'a', 'b', 'c', 'd', 'e', 'f'], 2, 1],
  ['three come in above', ['x', 'y', 'a', 'z', 'b', 'c', 'd', 'e', 'f'], 2, 3],
  ['one above goes', ['b', 'c', 'd', 'e', 'f'], 2, -1],
  ['one in sight goes: what is below closes up', ['a', 'b', 'd', 'e', 'f'], 2, 0],
  ['one in sight goes to the top: what was above it stays', ['d', 'a', 'b', 'c', 'e', 'f'], 2, 1],
  ['the first in sight goes to the top', ['c', 'a', 'b', 'd', 'e', 'f'], 2, 0],
  ['one comes from far below', ['f', 'a', 'b', 'c', 'd', 'e'], 2, 1],
  ['all are others', ['x', 'y', 'z'], 2, 0],
  ['nothing is left', [], 2, 0],
  ['more at the end', [...before, 'g'], 2, 0],
] as const)('%s', (_, after, from, by) => expect(drift(before, after, from, 3)).toBe(by));

it('counts what came in above and was never in sight', () => {
  const known = new Set(before);
  expect(unseen(['x', 'a', 'y', 'b', 'c'], known, 3)).toEqual(['x', 'y']);
  expect(unseen(['x', 'a', 'y', 'b', 'c'], known, 0)).toEqual([]);
});

it('knows what was in sight, and what lies below it', () => {
  const known = new Set(before);
  expect(learnt(['x', 'y', 'a', 'b', 'z'], known, 1, false)).toEqual(['y', 'z']);
  expect(learnt(['x', 'y', 'a', 'b', 'z'], known, 0, true)).toEqual(['z']);
  expect(learnt(['x', 'y'], new Set(), 0, true)).toEqual(['x', 'y']);
});
