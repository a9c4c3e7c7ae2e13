import { describe, expect, it } from 'vitest';
import type { Model, Step, Values, Way } from '../../api/studio';
import { added, applied, copied, led, pasted, removed, renamed, set, shifted } from './edits';
import { kindOf } from './steps';

const step = (values: Values & { id: string }): Step => ({ id: values.id, kind: kindOf(values) ?? 'say', line: 1, values, calls: [], actions: [] });
const MODEL: Model = {
  name: 'shop', version: '1', head: { vars: { size: 'number', other: 'text' }, expires: { after: '3d', go: 'bye' } },
  steps: [
    step({ id: 'size', ask: { fr: 'Taille ?' }, save: 'size', unclear: { then: 'bye' }, silence: { after: '1d', go: 'bye' } }),
    step({ id: 'which', choose: 'Which?', options: [{ id: 'a', label: 'A', go: 'bye' }, { id: 'b', label: 'B' }] }),
    step({ id: 'bye', say: 'Bye', go: 'size' }),
  ],
  ways: [],
};
const ids = (model: Model) => model.steps.map((one) => one.id);

describe('a step that goes', () => {
  it('is bridged: whoever led to it leads to what came after', () => {
    expect(removed(MODEL, ['bye'])).toEqual([
      set('', { expires: { after: '3d', go: 'size' } }),
      set('size', { unclear: { then: 'size' }, silence: { after: '1d', go: 'size' } }),
      set('which', { options: [{ id: 'a', label: 'A', go: 'size' }, { id: 'b', label: 'B' }] }),
      { op: 'remove', step: 'bye' },
    ]);
  });
  it('is not the last one', () => expect(removed(MODEL, ids(MODEL))).toEqual([]));
  it('leads on through others that go with it, and to the end at last', () => {
    const edits = removed({ ...MODEL, steps: [step({ id: 'a', say: 'A', go: 'b' }), step({ id: 'b', say: 'B' }), step({ id: 'c', say: 'C' })], head: {} }, ['b', 'c']);
    expect(edits[0]).toEqual(set('a', { go: 'end' }));
  });
});

it('renames a step everywhere', () => {
  const edits = renamed(MODEL, 'bye', 'goodbye');
  const after = applied(MODEL, edits);
  expect(ids(after)).toEqual(['size', 'which', 'goodbye']);
  expect(JSON.stringify(after)).not.toContain('"bye"');
});

it('adds a step behind another, under a name of its own', () => {
  const { id, edits } = added(MODEL, 'say', 'size', ['fr', 'en']);
  expect(edits).toEqual([{ op: 'add', after: 'size', values: { id: 'say', say: { fr: '', en: '' } } }]);
  const again = added(applied(MODEL, edits), 'say', id, ['fr']);
  expect(again.id).toBe('say_2');
});

it.each([
  ['size', 1, [{ op: 'move', step: 'size', after: 'which' }]],
  ['bye', -1, [{ op: 'move', step: 'bye', after: 'size' }]],
  ['which', -1, [{ op: 'move', step: 'which', after: null }]],
  ['size', -1, []],
  ['bye', 1, []],
] as const)('moves %s by %i', (id, by, edits) => expect(shifted(MODEL, id, by)).toEqual(edits));

describe('steps that are copied', () => {
  const other: Model = { name: 'other', version: '1', head: {}, steps: [step({ id: 'size', say: 'S' })], ways: [] };
  it('take the variables they use along', () => {
    const { ids: fresh, edits } = pasted(other, copied(MODEL, ['size']), 'size');
    expect(fresh).toEqual(['size_2']);
    expect(edits[0]).toEqual(set('', { vars: { size: 'number' } }));
  });
  it('keep the ways among them and lose those to what is not there', () => {
    const { edits } = pasted(other, copied(MODEL, ['which', 'bye']), 'size');
    const [which, bye] = edits.map((edit) => edit.values);
    expect(which?.['options']).toEqual([{ id: 'a', label: 'A', go: 'bye' }, { id: 'b', label: 'B' }]);
    expect(bye?.['go']).toBe('size'); // there is one of that name
    expect(pasted({ ...other, steps: [step({ id: 'x', say: 'X' })] }, copied(MODEL, ['bye']), 'x').edits[0]?.values).toEqual({ id: 'bye', say: 'Bye' });
  });
});

const byId = (id: string): Step => MODEL.steps.find((one) => one.id === id) ?? step({ id, say: '' });

const LED: [string, Way['why'], string | null, string | null, Values][] = [
  ['size', 'next', null, 'bye', { go: 'bye' }],
  ['size', 'next', null, null, { go: null }],
  ['size', 'silence', null, 'which', { silence: { after: '1d', go: 'which' } }],
  ['size', 'silence', null, null, { silence: null }],
  ['size', 'unclear', null, null, { unclear: {} }],
  ['which', 'option', 'b', 'size', { options: [{ id: 'a', label: 'A', go: 'bye' }, { id: 'b', label: 'B', go: 'size' }] }],
  ['which', 'option', 'a', null, { options: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }] }],
];
it.each(LED)('leads %s by %s %s to %s', (id, why, option, to, values) => expect(led(byId(id), why, option, to)).toEqual([set(id, values)]));

it('shows at once what an edit does', () => {
  const after = applied(MODEL, [set('size', { save: null, choose: 'x', ask: null }), { op: 'move', step: 'bye', after: null }, { op: 'add', after: 'bye', values: { id: 'n', end: true } }]);
  expect(ids(after)).toEqual(['bye', 'n', 'size', 'which']);
  expect(after.steps.map((one) => one.kind)).toEqual(['say', 'end', 'choose', 'choose']);
  expect(after.steps[2]?.values).not.toHaveProperty('save');
});
