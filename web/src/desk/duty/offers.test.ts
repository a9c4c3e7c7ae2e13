import { expect, it } from 'vitest';
import type { ListRow } from '../../api/desk';
import { foremost, lapsed } from './offers';

const now = Date.parse('2026-06-08T12:00:00Z');
const row = (id: string, offered_until: string): ListRow => ({
  conversation_id: id, case_id: 'k', customer: { id: 'u', name: null }, channel: 'sms', account: 's', address: '+33', status: 'active',
  owner: { kind: 'offer', id: 'me', epoch: 3 }, due_at: null, reason: null, title: '', last_message: null, needs_answer: true, window_until: null, updated_at: '', offered_until,
});
const soon = row('a', '2026-06-08T12:00:12Z');
const later = row('b', '2026-06-08T12:00:30Z');

it('shows what runs out first, and how long it stands', () => {
  expect(foremost([later, soon], now)).toEqual({ offer: { row: soon, left: 12, share: 0.4 }, others: 1 });
  expect(foremost([soon], now + 60_000)?.offer).toMatchObject({ left: 0, share: 0 });
  expect(foremost([], now)).toBeNull();
});

it.each([
  [soon, [soon], [], null],
  [soon, [], ['a 3'], null],
  [soon, [], [], 'withdrawn'],
  [{ ...soon, offered_until: '2026-06-08T11:59:59Z' }, [], [], 'timed_out'],
  [null, [], [], null],
] as const)('what is gone %#', (before, rows, answered, expected) => {
  expect(lapsed(before, rows, new Set(answered), now)).toBe(expected);
});
