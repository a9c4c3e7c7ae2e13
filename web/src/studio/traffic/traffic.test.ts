import { expect, it } from 'vitest';
import type { Model, Values, Way } from '../../api/studio';
import { graphOf } from '../canvas/graph';
import { kindOf } from '../flow/steps';
import { countsOf, onFoot, onRow, onwards, percent } from './traffic';

const step = (values: Values & { id: string }) => ({ id: values.id, kind: kindOf(values) ?? 'say', line: 1, values, calls: [], actions: [] });
const way = (source: string, to: string, why: Way['why'], option: string | null = null): Way => ({ source, to, why, option });

const MODEL: Model = {
  name: 'shop', version: '1', head: {},
  steps: [
    step({ id: 'greet', choose: 'Which?', options: [{ id: 'a', label: 'A', go: 'other' }, { id: 'b', label: 'B', go: 'human' }, { id: 'c', label: 'C' }], unclear: { then: 'human' } }),
    step({ id: 'told', say: 'Told', go: 'end' }),
    step({ id: 'other', ask: 'Size?', save: 'size' }),
  ],
  ways: [way('greet', 'other', 'option', 'a'), way('greet', 'human', 'option', 'b'), way('greet', 'human', 'unclear'), way('greet', 'told', 'next'), way('told', 'end', 'go'), way('other', 'end', 'next')],
};
const COUNTS = countsOf({
  version: '1', since: '2026-11-01T00:00:00Z', conversations: 10,
  steps: [{ step: 'greet', entered: 10, stayed: 3 }, { step: 'told', entered: 4, stayed: 0 }],
  ways: [{ source: 'greet', to: 'other', count: 1 }, { source: 'greet', to: 'told', count: 4 }, { source: 'greet', to: 'human', count: 2 }, { source: 'told', to: 'end', count: 4 }],
});

it('counts on a row only where no other way leads there', () => {
  const { boxes } = graphOf(MODEL, 'en');
  const rows = (id: string) => boxes.filter((box) => box.id === id).flatMap((box) => box.rows.map((row) => `${row.key} ${onRow(COUNTS, box, row) ?? '?'}`));
  expect(rows('greet')).toEqual(['option:a 1', 'option:b ?', 'option:c 4', 'unclear ?']);
  expect(rows('told')).toEqual(['go 4']);
  expect(rows('other')).toEqual(['next ?']); // nobody came here in the version in use
  expect(boxes.map((box) => onFoot(COUNTS, box))).toEqual([null, 4, null, null]);
});

it('tells where conversations went, most first', () => {
  expect(onwards(COUNTS, 'greet').map(({ to, count }) => `${to} ${count}`)).toEqual(['told 4', 'human 2', 'other 1']);
  expect([percent(1, 3), percent(0, 0)]).toEqual([33, 0]);
});
