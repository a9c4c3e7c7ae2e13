/** What a conversation looks like: messages in order, and what may be done. Pure. */

import type { Content, Conversation, Message, MessagePage, Owner } from '../../api/desk';
import type { Outgoing } from '../sending/outgoing';

export interface Talk {
  messages: Message[];
  /** Where older messages go on; null: this is the beginning. */
  before: number | null;
}

/** A page of the newest messages, laid over what was known. A hole between the two drops the old. */
export function withNewest(talk: Talk | undefined, page: MessagePage): Talk {
  const fresh: Talk = { messages: inOrder(page.items), before: page.next === null ? null : Number(page.next) };
  const known = talk?.messages.at(-1)?.seq ?? 0;
  const from = fresh.messages[0]?.seq ?? 0;
  if (!talk || (fresh.before !== null && known < from)) return fresh;
  return { messages: merged(talk.messages, fresh.messages), before: talk.before };
}

/** A page of older messages, put in front. */
export function withOlder(talk: Talk, page: MessagePage): Talk {
  return { messages: merged(talk.messages, page.items), before: page.next === null ? null : Number(page.next) };
}

export function withMessage(talk: Talk | undefined, message: Message): Talk {
  return { messages: merged(talk?.messages ?? [], [message]), before: talk?.before ?? null };
}

function merged(known: Message[], given: Message[]): Message[] {
  return inOrder([...new Map([...known, ...given].map((one) => [one.id, one])).values()]);
}

function inOrder(messages: Message[]): Message[] {
  return messages.toSorted((a, b) => a.seq - b.seq);
}

/** The newest place where the customer said something. */
export function heard(talk: Talk | undefined): number {
  return talk?.messages.findLast((one) => one.direction === 'in' && !isNote(one.content))?.seq ?? 0;
}

/** The newest place in the conversation that the agent has before their eyes. */
export function seen(talk: Talk | undefined): number {
  return talk?.messages.at(-1)?.seq ?? 0;
}

/** What the timeline shows, line by line. A mark stands with the message it precedes, so that each key is a message's. */
export type Line =
  | { kind: 'message'; key: string; message: Message; newDay: boolean; hop: boolean; goesOn: boolean; reaction: string | null }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing };

const GROUPED_WITHIN = 5 * 60_000;

/** Messages, marked where the day or the app changes (`hop`); `goesOn`: the same author went on within minutes. */
export function lines(messages: Message[], outgoing: Outgoing[] = []): Line[] {
  const { on, shown } = reactions(messages);
  const said = shown.map((message, index): Line => {
    const before = shown[index - 1];
    const newDay = !before || day(before.sent_at) !== day(message.sent_at);
    const hop = before !== undefined && before.account !== message.account;
    const goesOn = before !== undefined && !newDay && !hop && sameHand(before, message);
    return { kind: 'message', key: message.id, message, newDay, hop, goesOn, reaction: on.get(message.id) ?? null };
  });
  return [...said, ...outgoing.map((one): Line => ({ kind: 'outgoing', key: one.clientId, outgoing: one }))];
}

/** The last reaction to each message, and what is left to be shown by itself: reactions to what is not here. */
function reactions(messages: Message[]): { on: Map<string, string | null>; shown: Message[] } {
  const ids = new Map<string, string>();
  for (const one of messages) {
    ids.set(one.id, one.id);
    for (const known of [one.provider_id, ...(one.deliveries ?? []).map((part) => part.provider_id)]) if (known) ids.set(known, one.id);
  }
  const on = new Map<string, string | null>();
  const shown = messages.filter(({ content }) => {
    const target = content.type === 'reaction' ? ids.get(content.target) : undefined;
    if (content.type !== 'reaction' || target === undefined) return true;
    on.set(target, content.emoji ?? null);
    return false;
  });
  return { on, shown };
}

function day(at: string): string {
  return new Date(at).toDateString();
}

function sameHand(before: Message, message: Message): boolean {
  const apart = Date.parse(message.sent_at) - Date.parse(before.sent_at);
  return before.author === message.author && before.author_name === message.author_name && apart < GROUPED_WITHIN;
}

export type Author = 'customer' | 'bot' | 'agent' | 'system' | 'external' | 'api' | 'campaign';

const AUTHORS: readonly Author[] = ['customer', 'bot', 'agent', 'system', 'external', 'api', 'campaign'];

export function authorOf(message: Message): Author {
  return AUTHORS.find((author) => author === message.author) ?? (message.direction === 'in' ? 'customer' : 'system');
}

/** A bot's answer that came too late: an agent may still make use of it. */
export function isDraft(message: Message): boolean {
  return message.author === 'bot' && message.status === 'voided';
}

/** Happenings that are told in one line, not as somebody's words. */
export function isNote(content: Content): boolean {
  return ['system', 'reaction', 'edited', 'deleted'].includes(content.type);
}

/** The words of a content that an agent could send again. */
export function wordsOf(content: Content): string {
  switch (content.type) {
    case 'text':
    case 'choices':
      return content.body;
    case 'choice_reply':
      return content.label;
    case 'media':
      return content.caption ?? '';
    case 'edited':
      return wordsOf(content.content);
    default:
      return '';
  }
}

const TROUBLED = new Set(['failed', 'unknown', 'cancelled', 'expired', 'suppressed', 'held']);

export function isTroubled(message: Message): boolean {
  return message.direction === 'out' && TROUBLED.has(message.status ?? '');
}

/** Why a message did not go through, as the provider put it. */
export function failureOf(message: Message): { class: string; code?: string; text?: string } | null {
  return message.deliveries?.find((one) => one.error)?.error ?? null;
}

/** Who holds the pen, as the page shows it. */
export function holder(owner: Owner, me: string): 'me' | Owner['kind'] {
  return owner.kind === 'agent' && owner.id === me ? 'me' : owner.kind;
}

export type Act = 'take' | 'resolve' | 'hand_back';

/** What may be done with the conversation now, by the table of cases. */
export function allowed(conversation: Conversation, me: string): Act[] {
  const resolvable: Act[] = conversation.status === 'resolved' ? [] : ['resolve'];
  switch (holder(conversation.owner, me)) {
    case 'me':
      return ['hand_back', 'resolve'];
    case 'bot':
      return ['take', ...resolvable];
    case 'offer':
      return ['take'];
    case 'queue':
    case 'agent':
    case 'external':
      return ['take', 'hand_back', 'resolve'];
  }
}

export type Banner =
  | { kind: 'bot' | 'queue' | 'colleague' | 'external' | 'closed' | 'unreachable' }
  | { kind: 'closing'; minutes: number };

const CLOSING_SOON = 120; // minutes

/** The one thing to know before writing: the gravest. */
export function banner(conversation: Conversation, me: string, now: number): Banner | null {
  const held = holder(conversation.owner, me);
  if (held === 'bot') return { kind: 'bot' };
  if (held === 'queue' || held === 'offer') return { kind: 'queue' };
  if (held === 'agent') return { kind: 'colleague' };
  if (held === 'external') return { kind: 'external' };
  return conversation.can_reply ? closing(conversation.window.open_until, now) : { kind: refusedBy(conversation.why_not) };
}

function refusedBy(why: string | undefined): 'closed' | 'unreachable' {
  return why === 'window_closed' ? 'closed' : 'unreachable';
}

function closing(until: string | null, now: number): Banner | null {
  if (until === null) return null;
  const minutes = Math.floor((Date.parse(until) - now) / 60_000);
  return minutes >= 0 && minutes < CLOSING_SOON ? { kind: 'closing', minutes } : null;
}

const LONGEST: Record<string, number> = { sms: 1600, messenger: 2000, whatsapp: 4096, telegram: 4096 };

/** How much room the app leaves: characters written, and how many it takes. */
export function room(channel: string | null, text: string): { written: number; most: number; tight: boolean } {
  const most = LONGEST[channel ?? ''] ?? 4096;
  const written = [...text].length;
  return { written, most, tight: written > most * 0.8 || (channel === 'sms' && written > 120) };
}
