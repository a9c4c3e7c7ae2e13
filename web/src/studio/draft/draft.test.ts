import { describe, expect, it } from 'vitest';
import type { Detail, Edit, Model, Note } from '../../api/studio';
import { isChanged, isSaved, isSettled, modelOf, next, opened, type Draft, type Event } from './draft';

const model = (say: string): Model => ({ name: 'shop', version: say, head: {}, steps: [{ id: 'a', kind: 'say', line: 1, values: { id: 'a', say }, calls: [], actions: [] }], ways: [] });
const DETAIL: Detail = { name: 'shop', version: 'v1', yaml: 'one', draft: null, model: model('one'), problems: [], tests: '', layout: {}, notes: [], actions: [], left_out: { brains: {}, model: false } };
const to = (say: string): Edit => ({ op: 'set', step: 'a', values: { say } });
const edited = (say: string, at: number, key = 'a.say'): Event => ({ kind: 'edited', edits: [to(say)], key, at });
const answer = (say: string, turn = 0): Event => ({ kind: 'answered', turn, yaml: say, model: model(say), problems: [] });
const told = (draft: Draft, ...events: Event[]): Draft => events.reduce(next, draft);
const said = (draft: Draft) => modelOf(draft).steps[0]?.values['say'];

describe('an edit', () => {
  it('is seen at once and is in the text when the server has answered', () => {
    const one = told(opened(DETAIL), edited('two', 0));
    expect([said(one), one.text, isSettled(one)]).toEqual(['two', 'one', false]);
    const done = told(one, { kind: 'asked' }, answer('two'));
    expect([said(done), done.text, isSettled(done), isSaved(done)]).toEqual(['two', 'two', true, false]);
  });
  it('made while another is on its way waits for the next call', () => {
    const two = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, edited('three', 9_000), answer('two'));
    expect([said(two), two.pending, two.asked]).toEqual(['three', [to('three')], 0]);
  });
  it('that is refused is taken back, and why is told', () => {
    const no = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, { kind: 'refused', turn: 0, why: 'no such step' });
    expect([said(no), no.refusal]).toEqual(['one', 'no such step']);
  });
  it('is kept while nobody answers', () => {
    const lost = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, { kind: 'unanswered' });
    expect([said(lost), lost.pending.length, lost.asked, lost.saving]).toEqual(['two', 1, 0, 'offline']);
  });
});

describe('undo', () => {
  it('goes back over all that was typed without a pause, and forth again', () => {
    const typed = told(opened(DETAIL), edited('t', 0), edited('tw', 500), edited('two', 900), edited('three', 9_000));
    expect(said(told(typed, { kind: 'undone' }))).toBe('two');
    expect(said(told(typed, { kind: 'undone' }, { kind: 'undone' }))).toBe('one');
    expect(said(told(typed, { kind: 'undone' }, { kind: 'undone' }, { kind: 'redone' }))).toBe('two');
    expect(told(typed, { kind: 'undone' }, edited('x', 20_000)).future).toEqual([]);
  });
  it('is not overtaken by the answer to what it undid', () => {
    const back = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, { kind: 'undone' }, answer('two', 0));
    expect([said(back), back.text]).toEqual(['one', 'one']);
  });
  it('has a text of before read again', () => {
    const back = told(opened(DETAIL), { kind: 'typed', text: 'two', at: 0 }, { kind: 'read', text: 'two', model: model('two'), problems: [] }, { kind: 'undone' });
    expect([back.text, back.read, said(back)]).toEqual(['one', false, 'one']);
  });
  it('moves boxes back', () => {
    const moved = told(opened(DETAIL), { kind: 'moved', boxes: { a: [1, 2] }, at: 0 });
    expect(told(moved, { kind: 'undone' }).boxes).toEqual({});
    expect(moved.text).toBe('one'); // a box is no part of the flow
  });
  it('brings notes back in their turn, what was written in one go at once', () => {
    const note = (text: string): Note => ({ id: 'n', at: [0, 0], text });
    const noted = (text: string, at: number): Event => ({ kind: 'noted', notes: [note(text)], key: 'note written n', at });
    const done = told(opened(DETAIL), noted('a', 0), noted('ab', 500), edited('two', 5_000), { kind: 'noted', notes: [], key: '', at: 9_000 });
    const once = told(done, { kind: 'undone' });
    expect([once.notes, said(once)]).toEqual([[note('ab')], 'two']);
    const twice = told(once, { kind: 'undone' });
    expect([twice.notes, said(twice)]).toEqual([[note('ab')], 'one']);
    expect(told(twice, { kind: 'undone' }).notes).toEqual([]);
    expect(told(twice, { kind: 'redone' }, { kind: 'redone' }).notes).toEqual([]);
  });
});

describe('a text', () => {
  it('that is no flow yet leaves on the canvas what was there, and its problems tell', () => {
    const broken = told(opened(DETAIL), { kind: 'typed', text: 'flow: [', at: 0 }, { kind: 'read', text: 'flow: [', model: null, problems: [{ line: 1, step: null, text: 'is not YAML' }] });
    expect([said(broken), broken.whole, broken.problems.length]).toEqual(['one', false, 1]);
  });
  it('typed on meanwhile makes an answer of before worthless', () => {
    const typed = told(opened(DETAIL), { kind: 'typed', text: 'two', at: 0 }, { kind: 'typed', text: 'three', at: 1 }, { kind: 'read', text: 'two', model: model('two'), problems: [] });
    expect([typed.text, typed.read]).toEqual(['three', false]);
  });
});

describe('saving', () => {
  const two = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, answer('two'), { kind: 'saving' });
  it('names the revision for the next', () => {
    const kept = told(two, { kind: 'saved', text: 'two', revision: 1, model: model('two'), problems: [] });
    expect([kept.saved.revision, isSaved(kept), isChanged(kept)]).toEqual([1, true, true]);
  });
  it('of what is not the newest any more leaves the rest to be saved', () => {
    const kept = told(two, edited('three', 9_000), { kind: 'saved', text: 'two', revision: 1, model: model('two'), problems: [] });
    expect([isSaved(kept), said(kept)]).toEqual([false, 'three']);
  });
  it('after somebody else keeps everything, and stops', () => {
    const stale = told(two, { kind: 'unsaved', stale: true });
    expect([stale.stale, stale.text, stale.saving]).toEqual([true, 'two', 'no']);
  });
  it('of both in one goes over the other’s revision', () => {
    const both = told(two, { kind: 'unsaved', stale: true }, { kind: 'merged', text: 'both', base: model('both'), revision: 7, problems: [] });
    expect([both.text, both.saved.revision, both.stale, isSaved(both)]).toEqual(['both', 7, false, false]);
    expect(said(told(both, { kind: 'undone' }))).toBe('two');
  });
});

it('takes what is on the server, and undo brings back what was here', () => {
  const mine = told(opened(DETAIL), edited('two', 0), { kind: 'asked' }, answer('two'));
  const taken = told(mine, { kind: 'taken', detail: DETAIL });
  expect([said(taken), isChanged(taken)]).toEqual(['one', false]);
  expect(said(told(taken, { kind: 'undone' }))).toBe('two');
});
