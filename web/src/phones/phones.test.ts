import { describe, expect, it } from 'vitest';
import type { Phone, PhoneMessage } from '../api/sandbox';
import { beginsDay, endsGroup, mediaKind, next, nothing, paused, pretty, quickReplies, readable, skinOf, standing, tokens, unread } from './phones';

function message(given: Partial<PhoneMessage>): PhoneMessage {
  return {
    id: 'm1', direction: 'out', at: '2026-06-08T20:00:00Z', kind: 'text', text: 'Hi', buttons: [], list: null,
    quick_replies: [], media: null, status: 'delivered', edited: false, deleted: false, reaction: null, raw: null, ...given,
  };
}

function phone(given: Partial<Phone> = {}): Phone {
  return {
    account: 'wa', channel: 'whatsapp', provider: 'meta', title: 'WhatsApp', brand: 'Maison', typing: false,
    blocked: false, revision: 1, number: '', customer: { address: '+33600000000', name: 'Marie' }, messages: [], ...given,
  };
}

describe('next', () => {
  const ready = next(nothing, { kind: 'loaded', answer: { phones: [phone(), phone({ account: 'sms' })], desk_url: '/d' } });

  it('replaces a changed phone where it stands', () => {
    const after = next(ready, { kind: 'changed', phone: phone({ typing: true }) });
    expect(after.phones.map((one) => [one.account, one.typing])).toEqual([['wa', true], ['sms', false]]);
  });

  it('keeps what it was told last, whichever comes first', () => {
    const told = next(ready, { kind: 'changed', phone: phone({ revision: 3, typing: true }) });
    const overtaken = next(told, { kind: 'loaded', answer: { phones: [phone({ revision: 2 })], desk_url: null } });
    expect(overtaken.phones.map((one) => [one.revision, one.typing])).toEqual([[3, true]]);
    expect(next(told, { kind: 'changed', phone: phone({ revision: 2 }) }).phones[0]?.typing).toBe(true);
  });

  it('adds a phone it did not know', () => {
    expect(next(ready, { kind: 'changed', phone: phone({ account: 'tg' }) }).phones).toHaveLength(3);
  });

  it('keeps what it shows when the server goes', () => {
    expect(next(ready, { kind: 'failed' })).toMatchObject({ phase: 'ready', connected: false });
    expect(next(nothing, { kind: 'failed' }).phase).toBe('failed');
    expect(next(next(ready, { kind: 'lost' }), { kind: 'connected' }).connected).toBe(true);
  });
});

describe('selectors', () => {
  it('counts what the brand said and nobody read', () => {
    const messages = [message({}), message({ status: 'read' }), message({ status: 'failed' }), message({ direction: 'in' })];
    expect(unread(phone({ messages }))).toBe(1);
  });

  it('offers quick replies of the last message only', () => {
    const asked = message({ quick_replies: [{ id: 'y', label: 'Yes' }] });
    expect(quickReplies(phone({ messages: [asked] }))).toHaveLength(1);
    expect(quickReplies(phone({ messages: [asked, message({ direction: 'in' })] }))).toEqual([]);
  });

  it('separates days and groups', () => {
    const later = message({ at: '2026-06-10T20:00:00Z', direction: 'in' });
    expect([beginsDay(later, message({})), beginsDay(message({}), message({})), beginsDay(later, undefined)]).toEqual([true, false, true]);
    expect([endsGroup(message({}), later), endsGroup(message({}), message({}))]).toEqual([true, false]);
  });

  it('marks a pause, and says in words what some apps tick', () => {
    expect([paused(message({ at: '2026-06-08T20:16:00Z' }), message({})), paused(message({}), message({})), paused(message({}), undefined)]).toEqual([true, false, false]);
    const mine = message({ id: 'm2', direction: 'in', status: 'read' });
    expect(standing(phone({ channel: 'sms', messages: [mine, message({})] }))).toEqual({ id: 'm2', status: 'read' });
    expect(standing(phone({ messages: [mine] }))).toBeNull();
  });

  it('shows an unknown app as plain messages', () => {
    expect([skinOf(phone()), skinOf(phone({ channel: 'webchat' }))]).toEqual(['whatsapp', 'sms']);
  });
});

it.each([
  [{ a: 1 }, '{\n  "a": 1\n}'],
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['Body=Hi+there&To=%2B33', 'Body = Hi there\nTo = +33'],
  ['just words', 'just words'],
  [null, ''],
])('pretty(%j)', (body, expected) => {
  expect(pretty(body)).toBe(expected);
});

it.each([['image/png', 'image'], ['application/pdf', 'file'], ['', 'file'], ['audio/ogg', 'audio']])('mediaKind(%s)', (mime, kind) => {
  expect(mediaKind(mime)).toBe(kind);
});

it.each([['33612345678', '+33 6 12 34 56 78'], ['+33612345678', '+33 6 12 34 56 78'], ['8396207827420874', '8396207827420874']])('readable(%s)', (address, expected) => {
  expect(readable(address)).toBe(expected);
});

it('tells keys, texts and values of JSON apart, and loses nothing', () => {
  const json = '{"a": "b\\" : c", "n": -1.5, "x": [true, null]}';
  const cut = tokens(json);
  expect(cut.map((one) => one.text).join('')).toBe(json);
  expect(cut.filter((one) => one.kind !== 'mark').map((one) => [one.kind, one.text])).toEqual([
    ['key', '"a"'], ['text', '"b\\" : c"'], ['key', '"n"'], ['value', '-1.5'], ['key', '"x"'], ['value', 'true'], ['value', 'null'],
  ]);
});
