import { describe, expect, it } from 'vitest';
import type { Message } from '../../api/desk';
import { freshIn, further, markOf, stayed, withMark, type Standing, type Stay } from './leftOff';
import type { Talk } from './talk';

function message(seq: number, given: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, direction: 'in', account: 'wa', channel: 'whatsapp', conversation_id: 'c', author: 'customer',
    content: { type: 'text', body: 'Hi' }, sent_at: '2026-06-08T12:00:00Z', received_at: '2026-06-08T12:00:00Z', ...given,
  };
}

const own = { direction: 'out', author: 'agent', author_name: 'Anna' } as const;

describe('what a browser remembers', () => {
  it('is how far one had seen it, and never goes back', () => {
    const kept = withMark(withMark(withMark(null, 'a', 4), 'b', 7), 'a', 3);
    expect([markOf(kept, 'a'), markOf(kept, 'b'), markOf(kept, 'c')]).toEqual([4, 7, null]);
  });

  it.each([null, '', '{', '{}', '[1, null, ["a"], ["a", "b"]]'])('is nothing in %j', (kept) => expect(markOf(kept, 'a')).toBeNull());

  it('lets go of what was looked at longest ago', () => {
    let kept: string | null = null;
    for (let one = 0; one < 1_001; one++) kept = withMark(kept, `c${one}`, 1);
    expect([markOf(kept, 'c0'), markOf(kept, 'c1')]).toEqual([null, 1]);
  });
});

describe('one stay', () => {
  const coming: Stay = { left: 4, until: null, outgoing: 0 };
  const there: Standing = { newest: 9, fetching: false, outgoing: 0, known: null };

  it.each<[string, Stay, Standing, Stay]>([
    ['waits for what is being fetched', coming, { ...there, fetching: true }, coming],
    ['knows what came before it', coming, there, { ...coming, until: 9 }],
    ['does not take for new what comes while one looks', { ...coming, until: 9 }, { ...there, newest: 12 }, { ...coming, until: 9 }],
    ['has nothing new once one answers', { ...coming, until: 9 }, { ...there, outgoing: 1 }, { left: null, until: 9, outgoing: 1 }],
    ['forgets what has left', { left: null, until: 9, outgoing: 1 }, there, { left: null, until: 9, outgoing: 0 }],
    ['has not begun without a message', coming, { ...there, newest: 0 }, coming],
    ['begins further on where more was seen elsewhere', coming, { ...there, known: 7 }, { ...coming, left: 7, until: 9 }],
    ['begins so before all is here', coming, { ...there, known: 7, fetching: true }, { ...coming, left: 7 }],
    ['begins where this browser knows of more', coming, { ...there, known: 3 }, { ...coming, until: 9 }],
    ['begins where one left off elsewhere', { ...coming, left: null }, { ...there, known: 7 }, { ...coming, left: 7, until: 9 }],
    ['does not begin anew with what is told meanwhile', { ...coming, until: 9 }, { ...there, known: 8 }, { ...coming, until: 9 }],
  ])('%s', (_, stay, standing, expected) => expect(stayed(stay, standing)).toEqual(expected));
});

describe('of two places', () => {
  it.each<[number | null, number | null, number | null]>([[3, 5, 5], [5, 3, 5], [null, 5, 5], [5, null, 5], [null, null, null], [null, 0, 0]])(
    '%j and %j the further is %j', (one, other, expected) => expect(further(one, other)).toBe(expected),
  );
});

describe('what has come since', () => {
  const talk = (messages: Message[], before: string | null = null): Talk => ({ messages, before, conversations: ['c', 'b'] });
  const since = (left: number | null, until: number | null = null): Stay => ({ left, until, outgoing: 0 });

  it.each<[string, Talk, Stay, ReturnType<typeof freshIn>]>([
    ['begins after the last that was seen', talk([message(1), message(2), message(4), message(5)]), since(2), { id: 'm4', count: 2 }],
    ['is nothing at a first look', talk([message(1)]), since(null), null],
    ['is nothing where all was seen', talk([message(1), message(2)]), since(2), null],
    ['ends where one came in', talk([message(1), message(2), message(3)]), since(1, 2), { id: 'm2', count: 1 }],
    ['does not count one’s own words', talk([message(1), message(2, own), message(3)]), since(1), { id: 'm3', count: 1 }],
    ['counts a colleague’s', talk([message(1), message(2, { ...own, author_name: 'Marc' })]), since(1), { id: 'm2', count: 1 }],
    ['is no reaction alone', talk([message(1), message(2, { content: { type: 'reaction', emoji: '👍', target: 'm1' } })]), since(1), null],
    ['is of the conversation that is open', talk([message(1), message(9, { id: 'b9', conversation_id: 'b' })]), since(1), null],
    ['may begin before what is here', talk([message(51), message(52)], '51'), since(3), { id: null, count: 2 }],
  ])('%s', (_, known, stay, expected) => expect(freshIn(known, stay, 'Anna')).toEqual(expected));
});
