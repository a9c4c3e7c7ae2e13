import { describe, expect, it } from 'vitest';
import type { ListRow, Owner } from '../../api/desk';
import { aboveOf, nextWaiting, waitsFor } from './onward';

const mine: Owner = { kind: 'agent', id: 'anna', epoch: 1 };

function row(id: string, given: Partial<ListRow> = {}): ListRow {
  return {
    conversation_id: id, case_id: `case-${id}`, customer: { id: 'u', name: null }, channel: 'sms', account: 's', address: '+33', status: 'active',
    owner: mine, due_at: null, reason: null, title: '', last_message: null, needs_answer: true, window_until: null, updated_at: '', ...given,
  };
}

describe('what waits for Anna', () => {
  it.each<[string, Partial<ListRow>, boolean]>([
    ['hers, to be answered', {}, true],
    ['hers, answered', { needs_answer: false }, false],
    ['of nobody yet', { owner: { kind: 'queue', epoch: 1 }, needs_answer: false }, true],
    ['offered to her', { owner: { kind: 'offer', id: 'anna', epoch: 1 } }, true],
    ['offered to Marc', { owner: { kind: 'offer', id: 'marc', epoch: 1 } }, false],
    ['Marc’s', { owner: { kind: 'agent', id: 'marc', epoch: 1 } }, false],
    ['the bot’s', { owner: { kind: 'bot', epoch: 1 }, case_id: null }, false],
  ])('%s', (_, given, expected) => expect(waitsFor(row('a', given), 'anna')).toBe(expected));
});

describe('after one is resolved', () => {
  const before = ['a', 'b', 'c', 'd'].map((id) => row(id));

  it.each<[string, ListRow[], string | undefined]>([
    ['goes on below', [row('a'), row('c'), row('d')], 'c'],
    ['passes over what needs nothing', [row('a'), row('c', { needs_answer: false }), row('d')], 'd'],
    ['takes up at the end what it passed over', [row('a')], 'a'],
    ['takes what has come meanwhile', [row('new'), row('a')], 'new'],
    ['ends where nothing waits', [row('c', { needs_answer: false })], undefined],
  ])('%s', (_, rows, expected) => expect(nextWaiting(rows, 'anna', aboveOf(before, 'b'))).toBe(expected));

  it('begins at the top where one came from elsewhere', () => expect(nextWaiting([row('c'), row('d')], 'anna', aboveOf(before, 'gone'))).toBe('c'));
});
