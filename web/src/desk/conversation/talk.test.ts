import { describe, expect, it } from 'vitest';
import type { Message } from '../../api/desk';
import { heard, saidSince, seen, withMessage, withNewest, withOlder } from './talk';

function message(seq: number, given: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, direction: 'in', account: 'wa', channel: 'whatsapp', conversation_id: 'c', author: 'customer',
    content: { type: 'text', body: 'Hi' }, sent_at: '2026-06-08T12:00:00Z', received_at: '2026-06-08T12:00:00Z', ...given,
  };
}

const seqs = (talk: { messages: Message[] }) => talk.messages.map((one) => one.seq);
const page = (from: number, to: number, next: string | null) => ({
  items: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)), next, conversations: ['c'],
});

describe('pages of messages', () => {
  it('lays the newest over what was known', () => {
    const talk = withNewest(withNewest(undefined, page(1, 4, null)), { items: [message(4, { status: 'read' }), message(5)], next: '4', conversations: ['c'] });
    expect(seqs(talk)).toEqual([1, 2, 3, 4, 5]);
    expect([talk.messages[3]?.status, talk.before, seen(talk)]).toEqual(['read', null, 5]);
  });

  it('drops the old when there is a hole between', () => {
    const talk = withNewest(withNewest(undefined, page(1, 3, null)), page(7, 9, '7'));
    expect([seqs(talk), talk.before]).toEqual([[7, 8, 9], '7']);
  });

  it('puts older pages in front and remembers the beginning', () => {
    const talk = withOlder(withNewest(undefined, page(5, 6, '5')), page(3, 5, null));
    expect([seqs(talk), talk.before]).toEqual([[3, 4, 5, 6], null]);
  });

  it('takes one message in its place, and keeps what was sent while a page was on its way', () => {
    const talk = withMessage(withNewest(undefined, page(1, 2, null)), message(3));
    expect(seqs(withMessage(talk, message(3)))).toEqual([1, 2, 3]);
    expect(seqs(withNewest(talk, page(1, 2, null)))).toEqual([1, 2, 3]);
  });
});

describe('two conversations that became one', () => {
  const before = (seq: number) => message(seq, { id: `b${seq}`, conversation_id: 'b', account: 'sms', channel: 'sms' });
  const both = { items: [message(7), before(40), message(8), before(41)], next: '7~b.40', conversations: ['c', 'b'] };
  const ids = (talk: { messages: Message[] }) => talk.messages.map((one) => one.id);

  it('stand in the order that the server gave, older pages in front', () => {
    const talk = withOlder(withNewest(undefined, both), { items: [before(3), message(6)], next: null, conversations: ['c', 'b'] });
    expect(ids(talk)).toEqual(['b3', 'm6', 'm7', 'b40', 'm8', 'b41']);
    expect(ids(withNewest(talk, { ...both, items: [message(8), before(41), message(9)] }))).toEqual(['b3', 'm6', 'm7', 'b40', 'm8', 'b41', 'm9']);
  });

  it('have places of their own: what was seen and heard is of the one that is open', () => {
    const talk = withNewest(undefined, both);
    expect([seen(talk), heard(talk), saidSince(talk, 7).map((one) => one.id)]).toEqual([8, 8, ['m8']]);
  });

  it('begin anew once they are linked, or two again', () => {
    const talk = withNewest(undefined, both);
    expect(ids(withNewest(talk, page(8, 8, '8')))).toEqual(['m8']);
    expect(ids(withNewest(withNewest(undefined, page(1, 8, null)), both))).toEqual(['m7', 'b40', 'm8', 'b41']);
    expect(withOlder(talk, page(1, 2, null))).toBe(talk);
  });
});
