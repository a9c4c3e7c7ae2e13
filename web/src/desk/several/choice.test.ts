import { expect, it } from 'vitest';
import type { ListRow } from '../../api/desk';
import { joined, nothing, pressed, reached, told, without, type Choice } from './choice';

function row(id: string, epoch = 1): ListRow {
  return {
    conversation_id: id, case_id: null, customer: { id: 'u', name: null }, channel: 'sms', account: 's', address: '+33', status: 'active',
    owner: { kind: 'queue', epoch }, due_at: null, reason: null, title: '', last_message: null, needs_answer: false, window_until: null, updated_at: '',
  };
}

const shown = ['a', 'b', 'c', 'd', 'e'].map((id) => row(id));
const at = (id: string) => shown.find((one) => one.conversation_id === id) ?? row(id);
const ids = ({ rows }: Choice) => [...rows.keys()].sort().join('');
const choice = (...pressings: string[]) => pressings.reduce((before, id) => pressed(before, at(id)), nothing);

it.each([
  [['b'], 'b'], [['b', 'd'], 'bd'], [['b', 'd', 'b'], 'd'],
])('pressed %j', (pressings, expected) => expect(ids(choice(...pressings))).toBe(expected));

it.each([
  ['down', ['b'], 'd', 'bcd'],
  ['up', ['d'], 'b', 'bcd'],
  ['to itself', ['c'], 'c', 'c'],
  ['beside what was chosen', ['a', 'c'], 'e', 'acde'],
  ['of what is let go, where the first was', ['a', 'b', 'c', 'd', 'a'], 'c', 'd'],
  ['from nowhere', [], 'c', 'c'],
  ['from one that is shown no more', ['gone'], 'c', 'cgone'],
])('a range %s', (_, pressings, to, expected) => expect(ids(reached(choice(...pressings), shown, at(to)))).toBe(expected));

it('a range goes on from the same end', () => {
  const once = reached(choice('b'), shown, at('c'));
  expect(ids(reached(once, shown, at('e')))).toBe('bcde');
});

it('keeps what was chosen as it stood then, until the agent is told', () => {
  const before = choice('a');
  const later = [row('a', 2), row('b', 2)];
  expect([...joined(before, later).rows.values()].map((one) => one.owner.epoch)).toEqual([1, 2]);
  expect(told(before, row('a', 2)).rows.get('a')?.owner.epoch).toBe(2);
  expect(ids(told(before, row('z', 2)))).toBe('a');
});

it('lets go of what passed', () => expect(ids(without(choice('a', 'b', 'c'), ['a', 'c', 'z']))).toBe('b'));
