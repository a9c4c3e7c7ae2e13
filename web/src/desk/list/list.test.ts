import { expect, it } from 'vitest';
import type { ListRow } from '../../api/desk';
import { awaits, due, initials, isView, nameOf, neighbour, rowsOf, span } from './list';

function row(id: string): ListRow {
  return {
    conversation_id: id, case_id: null, customer: { id: 'u', name: null }, channel: 'sms', account: 's', address: '+33', status: 'active',
    owner: { kind: 'bot', epoch: 1 }, due_at: null, reason: null, title: '', last_message: null, needs_answer: false, window_until: null, updated_at: '',
  };
}

const rows = ['a', 'b', 'c'].map(row);

it.each([
  [undefined, 1, 'a'], ['a', 1, 'b'], ['c', 1, 'c'], ['b', -1, 'a'], ['a', -1, 'a'], ['gone', -1, 'a'],
] as const)('from %s by %s to %s', (from, step, to) => {
  expect(neighbour(rows, from, step)).toBe(to);
});

it('goes nowhere in an empty list', () => expect(neighbour([], 'a', 1)).toBeUndefined());

it('shows a row that moved between pages once', () => {
  const pages = [['a', 'b'], ['b', 'c']].map((ids) => ({ items: ids.map(row), next: null, counts: {} }));
  expect(rowsOf(pages).map((one) => one.conversation_id)).toEqual(['a', 'b', 'c']);
});

const now = Date.parse('2026-06-08T12:00:00Z');
it.each([
  ['2026-06-08T12:04:30Z', { late: false, minutes: 4, near: true, far: false }],
  ['2026-06-08T12:30:00Z', { late: false, minutes: 30, near: false, far: false }],
  ['2026-06-08T11:48:00Z', { late: true, minutes: 12, near: false, far: false }],
  ['2026-06-11T07:25:00Z', { late: false, minutes: 67 * 60 + 25, near: false, far: true }],
  ['2026-06-05T12:00:00Z', { late: true, minutes: 72 * 60, near: false, far: false }],
  [null, null],
])('due %s', (at, expected) => expect(due(at, now)).toEqual(expected));

it.each([[3, 3, 'minute'], [125, 2, 'hour'], [48 * 60, 2, 'day']] as const)('%s minutes', (minutes, count, unit) => {
  expect(span(minutes)).toEqual({ count, unit });
});

it('knows its views and its people', () => {
  expect([isView('mine'), isView('constructor'), isView(undefined)]).toEqual([true, false, false]);
  expect([nameOf({ name: 'Marie' }, '+33'), nameOf({ name: null }, '+33'), nameOf({ name: null }, null)]).toEqual(['Marie', '+33', '?']);
});

it.each([['Camille Petit', 'CP'], ['Jean-Luc de la Tour', 'JT'], ['éva', 'É'], ['+33 6 12', ''], ['Zoé 2', 'Z'], ['', '']])('%s is %s', (name, expected) => expect(initials(name)).toBe(expected));

it.each([
  [{ ...row('a'), case_id: 'k', needs_answer: true }, true],
  [{ ...row('a'), case_id: 'k', owner: { kind: 'queue', epoch: 1 } as const }, true],
  [{ ...row('a'), case_id: 'k', owner: { kind: 'agent', id: 'me', epoch: 1 } as const }, false],
  [{ ...row('a'), needs_answer: true }, false],
])('awaits an answer %#', (given, expected) => expect(awaits(given)).toBe(expected));
