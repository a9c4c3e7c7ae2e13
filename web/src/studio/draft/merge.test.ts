import { expect, it } from 'vitest';
import type { Model, Values } from '../../api/studio';
import { applied } from '../flow/edits';
import { compared, mineInto } from './merge';

const model = (says: Record<string, string>, head: Values = {}): Model => ({
  name: 'shop', version: '', head, ways: [],
  steps: Object.entries(says).map(([id, say]) => ({ id, kind: 'say', line: 1, values: { id, say }, calls: [], actions: [] })),
});
const BASE = model({ a: 'A', b: 'B', c: 'C' }, { title: 'T' });
const MINE = model({ a: 'A mine', b: 'B', new: 'N', c: 'C mine' }, { title: 'T' });
const THEIRS = model({ a: 'A', b: 'B theirs', c: 'C theirs', last: 'L' }, { title: 'Theirs' });

it('tells who changed what', () => {
  expect(compared(BASE, MINE, THEIRS).map((change) => [change.step, change.who])).toEqual([
    ['', 'theirs'], ['a', 'mine'], ['b', 'theirs'], ['c', 'both'], ['last', 'theirs'], ['new', 'mine'],
  ]);
  expect(compared(BASE, MINE, MINE)).toEqual([]);
});

it('puts mine into theirs where it was chosen, and loses nothing else', () => {
  const changes = compared(BASE, MINE, THEIRS);
  const merged = applied(THEIRS, mineInto(changes, new Set(['a', 'new']), MINE, THEIRS));
  expect(merged.steps.map((step) => step.values['say'])).toEqual(['A mine', 'B theirs', 'N', 'C theirs', 'L']);
  expect(merged.head).toEqual({ title: 'Theirs' });
});

it('deletes what I deleted, and keeps what they deleted where I want mine', () => {
  const mine = model({ a: 'A', c: 'C mine' }, { title: 'T' });
  const theirs = model({ a: 'A', b: 'B' }, { title: 'T' });
  const merged = applied(theirs, mineInto(compared(BASE, mine, theirs), new Set(['b', 'c']), mine, theirs));
  expect(merged.steps.map((step) => step.values['say'])).toEqual(['A', 'C mine']);
});
