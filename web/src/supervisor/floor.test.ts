import { describe, expect, it } from 'vitest';
import type { Floor, Queue, Waiting, Working } from '../api/floor';
import { couldTake, counted, hasHours, spell, whyNot } from './floor';

const agent = (id: string, status: string | null, more: Partial<Working> = {}): Working => ({
  id, name: id.toUpperCase(), role: 'agent', status, since: null, why: null, teams: [], languages: ['fr'], skills: [], load: 0, capacity: 3, holds: 0, offered: 0,
  longest_unanswered: null, last_assigned_at: null, cases: [], ...more,
});
const waiting = (more: Partial<Waiting> = {}): Waiting => ({
  conversation_id: 'c', epoch: 1, case_id: 'k', customer: 'Camille', title: null, owner_id: null, customer_id: 'p', channel: 'sms', team: null, language: null,
  priority: 'normal', reason: 'customer_asked', owner: 'queue', due_at: null, queued_at: null, late: false, alarming: false, why_not: {}, ...more,
});
const floor = (agents: Working[], cases: Waiting[] = []): Floor => ({ at: '', waiting: cases, agents, queues: [], switches: [] });

describe('why nobody has a case', () => {
  it.each([
    ['nobody said to be there', waiting(), [agent('a', null)], { kind: 'nobody' }],
    ['it is being given out', waiting(), [agent('a', 'available')], { kind: 'placing' }],
    ['it is offered', waiting({ owner: 'offer', owner_id: 'a' }), [agent('a', 'available')], { kind: 'offered', to: 'A' }],
    ['all lack the same', waiting({ why_not: { a: 'full', b: 'full' } }), [agent('a', 'available'), agent('b', 'available')], { kind: 'all', lack: 'full' }],
    [
      'each lacks something', waiting({ why_not: { a: 'full', b: 'language_ar' } }), [agent('a', 'available'), agent('b', 'available')],
      { kind: 'each', lacks: [{ name: 'A', lack: 'full' }, { name: 'B', lack: 'language_ar' }] },
    ],
  ])('%s', (_, one, agents, why) => {
    expect(whyNot(one, floor(agents))).toEqual(why);
  });
});

it.each([
  ['always open', { is_open: true, until: null }, false],
  ['open', { is_open: true, until: '2026-05-01T17:00:00Z' }, true],
  ['closed', { is_open: false, until: '2026-05-04T07:00:00Z' }, true],
  ['never open', { is_open: false, until: null }, true],
])('tells hours of a queue that is %s: %#', (_, hours, expected) => {
  const queue: Queue = { team: null, name: null, waiting: 0, late: 0, oldest: null, free: 0, ...hours };
  expect(hasHours(queue)).toBe(expected);
});

it('knows who could take a case', () => {
  const both = floor([agent('a', 'available', { load: 3 }), agent('b', 'available'), agent('c', 'away')]);
  expect(['a', 'b', 'c'].map((id) => couldTake(waiting({ why_not: { a: 'full', c: 'not_available' } }), id, both))).toEqual([false, true, false]);
  expect(['a', 'b', 'c'].map((id) => couldTake(undefined, id, both))).toEqual([false, true, false]);
});

it('counts the floor', () => {
  const cases = [waiting({ late: true, queued_at: '2026-05-01T10:00:00Z' }), waiting({ queued_at: '2026-05-01T09:00:00Z' })];
  expect(counted(floor([agent('a', 'available'), agent('b', 'busy'), agent('c', null)], cases))).toEqual({
    waiting: 2, late: 1, oldest: '2026-05-01T09:00:00Z', available: 1, busy: 1, away: 1,
  });
});

it('spells a time', () => {
  const now = Date.parse('2026-05-03T10:00:00Z');
  expect(spell('2026-05-03T09:59:30Z', now)).toBeNull();
  expect(spell('2026-05-03T09:18:00Z', now)).toEqual({ count: 42, unit: 'minute' });
  expect(spell('2026-05-02T10:00:00Z', now)).toEqual({ count: 24, unit: 'hour' });
  expect(spell('2026-05-01T09:00:00Z', now)).toEqual({ count: 2, unit: 'day' });
});
