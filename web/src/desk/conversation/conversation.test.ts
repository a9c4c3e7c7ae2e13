import { describe, expect, it } from 'vitest';
import type { Conversation, Message, Owner } from '../../api/desk';
import { allowed, banner, failureOf, isDraft, isPassable, lines, room } from './conversation';

function message(seq: number, given: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, direction: 'in', account: 'wa', channel: 'whatsapp', conversation_id: 'c', author: 'customer',
    content: { type: 'text', body: 'Hi' }, sent_at: '2026-06-08T12:00:00Z', received_at: '2026-06-08T12:00:00Z', ...given,
  };
}

function conversation(owner: Owner, given: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c', seq: 1, status: 'active', owner, window: { open_until: null, after: [] }, channel: 'whatsapp', account: 'wa',
    address: '+33', can_reply: owner.id === 'me', ways: [], elsewhere: [], deeds: [], tags: [], viewers: [], triage: null, bot_disengaged: false,
    deadlines: {}, ...given,
  };
}

describe('lines', () => {
  it('separates days and apps, and groups one hand', () => {
    const shown = lines([
      message(1),
      message(2, { sent_at: '2026-06-08T12:01:00Z' }),
      message(3, { sent_at: '2026-06-08T12:20:00Z' }),
      message(4, { sent_at: '2026-06-08T12:21:00Z', account: 'sms', channel: 'sms' }),
      message(5, { sent_at: '2026-06-11T12:00:00Z', account: 'sms', channel: 'sms' }),
    ]);
    expect(shown.map((line) => line.kind === 'message' && [line.newDay, line.hop, line.goesOn])).toEqual([
      [true, false, false], [false, false, true], [false, false, false], [false, true, false], [true, false, false],
    ]);
  });
});

describe('reactions', () => {
  const reacts = (seq: number, target: string, emoji: string | null) => message(seq, { content: { type: 'reaction', target, emoji } });
  const shown = (messages: Message[]) => lines(messages).map((line) => line.kind === 'message' && [line.message.id, line.reaction]);

  it('stand on what they answer, the last one counts, and may be taken back', () => {
    const delivered = { part: 1, provider_id: 'wamid.1', status: 'read', error: null, at: '' };
    const ours = message(1, { direction: 'out', author: 'agent', deliveries: [delivered] });
    expect(shown([ours, reacts(2, 'wamid.1', '👍'), reacts(3, 'wamid.1', '❤️')])).toEqual([['m1', '❤️']]);
    expect(shown([ours, reacts(2, 'wamid.1', '👍'), reacts(3, 'wamid.1', null)])).toEqual([['m1', null]]);
  });

  it('are told by themselves where that is not here', () => expect(shown([reacts(2, 'wamid.0', '👍')])).toEqual([['m2', null]]));
});

describe('notes', () => {
  const note = (id: string, seq: number, conversation_id = 'c') => ({ id, conversation_id, seq, kind: 'note', author: 'me', author_name: 'Anna', body: 'x', mentions: [], at: '' });
  const keys = (notes: ReturnType<typeof note>[], whole: boolean) => lines([message(4), message(6)], [], notes, whole).map(({ key }) => key);

  it('stand behind the message they were written after', () => {
    expect(keys([note('a', 4), note('b', 5), note('c', 9)], true)).toEqual(['m4', 'a', 'b', 'm6', 'c']);
  });

  it('of a conversation that was linked stand among its own messages', () => {
    const talk = [message(4), message(9, { id: 'b9', conversation_id: 'b' }), message(6)];
    expect(lines(talk, [], [note('a', 9, 'b'), note('b', 5)]).map(({ key }) => key)).toEqual(['m4', 'b', 'b9', 'a', 'm6']);
  });

  it('wait for their place where what is older is not here yet', () => {
    expect(keys([note('old', 2)], false)).toEqual(['m4', 'm6']);
    expect(keys([note('old', 2)], true)).toEqual(['old', 'm4', 'm6']);
  });
});

describe('what may be done', () => {
  const at = (kind: Owner['kind'], id?: string): Owner => ({ kind, epoch: 1, ...(id ? { id } : {}) });
  it.each<[Owner, string[]]>([
    [at('bot'), ['take', 'resolve']],
    [at('queue'), ['take', 'hand_back', 'resolve']],
    [at('agent', 'me'), ['hand_back', 'resolve']],
    [at('agent', 'you'), ['take']],
    [at('offer', 'me'), ['accept', 'decline', 'take']],
    [at('offer', 'you'), ['take']],
    [at('external'), ['take', 'hand_back', 'resolve']],
  ])('%j', (owner, acts) => {
    expect(allowed(conversation(owner), 'me')).toEqual(acts);
  });

  it('is more for a supervisor, and a snoozed one can be woken', () => {
    expect(allowed(conversation(at('agent', 'you')), 'me', true)).toEqual(['take', 'hand_back', 'resolve']);
    expect(allowed(conversation(at('agent', 'me'), { status: 'snoozed' }), 'me')).toEqual(['take', 'hand_back', 'resolve']);
  });

  it.each([
    [at('agent', 'me'), false, true],
    [at('queue'), false, true],
    [at('bot'), true, false],
    [at('agent', 'you'), false, false],
    [at('agent', 'you'), true, true],
  ] as const)('passes on %j, supervising %s', (owner, supervising, expected) => {
    expect(isPassable(conversation(owner), 'me', supervising)).toBe(expected);
  });

  it('does not resolve twice', () => {
    expect(allowed(conversation(at('bot'), { status: 'resolved' }), 'me')).toEqual(['take']);
  });
});

describe('banner', () => {
  const mine: Owner = { kind: 'agent', id: 'me', epoch: 2 };
  const now = Date.parse('2026-06-08T12:00:00Z');
  const until = (open_until: string) => conversation(mine, { window: { open_until, after: [] } });
  it.each([
    [conversation({ kind: 'bot', epoch: 1 }), { kind: 'bot' }],
    [conversation({ kind: 'offer', epoch: 1 }), { kind: 'queue' }],
    [conversation({ kind: 'agent', id: 'you', epoch: 1 }), { kind: 'colleague' }],
    [conversation(mine), null],
    [until('2026-06-08T13:20:00Z'), { kind: 'closing', minutes: 80 }],
    [until('2026-06-09T11:00:00Z'), null],
    [conversation(mine, { can_reply: false, why_not: 'window_closed' }), { kind: 'closed' }],
    [conversation(mine, { window: { open_until: '2026-06-08T11:00:00Z', after: ['human'] } }), { kind: 'human' }],
    [conversation(mine, { status: 'snoozed' }), { kind: 'snoozed' }],
    [conversation({ kind: 'offer', id: 'me', epoch: 1 }), { kind: 'offered' }],
    [conversation(mine, { can_reply: false, why_not: 'address_blocked' }), { kind: 'unreachable' }],
  ])('%#', (given, expected) => {
    expect(banner(given, 'me', now)).toEqual(expected);
  });
});

it('knows a voided draft and a failure', () => {
  expect([isDraft(message(1, { author: 'bot', status: 'voided' })), isDraft(message(1, { author: 'bot', status: 'sent' }))]).toEqual([true, false]);
  const deliveries = [{ part: 1, provider_id: null, status: 'failed', error: { class: 'opted_out', code: '21610' }, at: '' }];
  expect([failureOf(message(1, { deliveries }))?.class, failureOf(message(1))]).toEqual(['opted_out', null]);
});

it('counts what a person would count', () => {
  expect(room('sms', '👍🏽é').written).toBe(3);
  expect([room('sms', 'x'.repeat(121)).tight, room('whatsapp', 'x'.repeat(121)).tight]).toEqual([true, false]);
});
