import { expect, it } from 'vitest';
import type { ListRow } from '../../api/desk';
import { DEEDS, may, parted, pooled, stopped } from './deeds';

const me = { id: 'me', supervises: false };
const boss = { id: 'boss', supervises: true };
const said = (id: string, direction: 'in' | 'out') => ({ id, author: 'customer', direction, kind: 'text', preview: '', at: '' });

function row(change: Partial<ListRow> = {}): ListRow {
  return {
    conversation_id: 'a', case_id: 'k', customer: { id: 'u', name: null }, channel: 'sms', account: 's', address: '+33', status: 'active',
    owner: { kind: 'queue', epoch: 1 }, due_at: null, reason: null, title: '', last_message: said('m1', 'in'), needs_answer: true, window_until: null,
    updated_at: '', triage: { message_id: 'm1', kind: 'problem', needs_answer: true, confidence: 1, corrected: false }, ...change,
  };
}

const mine = row({ owner: { kind: 'agent', id: 'me', epoch: 1 } });
const marcs = row({ owner: { kind: 'agent', id: 'marc', name: 'Marc', epoch: 1 } });

it.each([
  ['what waits', row(), me, 'resolve transfer tag no_answer'],
  ['what is mine', mine, me, 'resolve snooze transfer tag no_answer'],
  ['what is mine and snoozed', { ...mine, status: 'snoozed' }, me, 'resolve transfer tag no_answer'],
  ['a colleague’s', marcs, me, 'tag no_answer'],
  ['a colleague’s, for a supervisor', marcs, boss, 'resolve transfer tag no_answer'],
  ['the bot’s', row({ owner: { kind: 'bot', epoch: 1 }, triage: null }), me, 'resolve tag'],
  ['what is resolved', row({ owner: { kind: 'bot', epoch: 1 }, status: 'resolved' }), me, 'tag'],
] as const)('%s', (_, one, who, expected) => expect(DEEDS.filter((kind) => may(kind, one, who)).join(' ')).toBe(expected));

it('parts those that fit from those that do not', () => {
  expect(parted('snooze', [row(), mine, marcs], me)).toEqual({ fit: [mine], unfit: [row(), marcs] });
});

const again = { ...mine, last_message: said('m2', 'in') };
const answered = { ...mine, last_message: said('m3', 'out') };
it.each([
  ['resolve', mine, null], ['resolve', again, 'wrote_again'], ['snooze', again, 'wrote_again'], ['no_answer', again, 'wrote_again'],
  ['tag', again, null], ['transfer', again, null], ['resolve', answered, null], ['resolve', marcs, 'not_now'],
] as const)('%s is stopped %#', (kind, now, code) => expect(stopped(kind, mine, now, me)?.code ?? null).toBe(code));

it('works on so many at a time, and keeps the order', async () => {
  let now = 0;
  let most = 0;
  const does = async (item: number) => {
    most = Math.max(most, (now += 1));
    for (let turn = 0; turn < 10 - item; turn += 1) await Promise.resolve(); // the first take longest
    now -= 1;
    return item * 2;
  };
  expect(await pooled([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4, does)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  expect(most).toBe(4);
  expect(await pooled([], 4, does)).toEqual([]);
});
