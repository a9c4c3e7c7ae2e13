/** What a conversation looks like, line by line, and what may be done. Pure. */

import type { Act, Content, Conversation, Message, Owner } from '../../api/desk';
import type { Note } from '../../api/work';
import type { Outgoing } from '../sending/outgoing';

/** What the timeline shows, line by line. A mark stands with the message it precedes, so that each key is a message's. */
export type Line =
  | { kind: 'message'; key: string; message: Message; newDay: boolean; hop: boolean; fresh: boolean; goesOn: boolean; reaction: string | null }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing };

const GROUPED_WITHIN = 5 * 60_000;

/** Messages, marked where the day or the app changes (`hop`); `goesOn`: the same author went on within minutes. Each note
 * stands behind the message it was written after; what is older than what is here waits for it. `fresh`: the first new message. */
export function lines(messages: Message[], outgoing: Outgoing[] = [], notes: Note[] = [], whole = true, fresh: string | null = null): Line[] {
  const { on, shown } = reactions(messages);
  const said = shown.map((message, index): Line => {
    const before = shown[index - 1];
    const newDay = !before || day(before.sent_at) !== day(message.sent_at);
    const hop = before !== undefined && before.account !== message.account;
    const isFresh = message.id === fresh;
    const goesOn = before !== undefined && !newDay && !hop && !isFresh && sameHand(before, message);
    return { kind: 'message', key: message.id, message, newDay, hop, fresh: isFresh, goesOn, reaction: on.get(message.id) ?? null };
  });
  return [...withNotes(said, notes, whole), ...outgoing.map((one): Line => ({ kind: 'outgoing', key: one.clientId, outgoing: one }))];
}

function withNotes(said: Line[], notes: Note[], whole: boolean): Line[] {
  const stands = (note: Note) => said.findLastIndex((line) => line.kind === 'message' && line.message.conversation_id === note.conversation_id && line.message.seq <= note.seq);
  const after = notes.map((note) => ({ at: stands(note), note }));
  const drawn = (index: number) => after.flatMap(({ at, note }): Line[] => (at === index ? [{ kind: 'note', key: note.id, note }] : []));
  const noted = notes.length > 0 ? said.flatMap((line, index) => [line, ...drawn(index)]) : said;
  return whole ? [...drawn(-1), ...noted] : noted;
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

/** Is this agent at work on it: theirs, and not put aside? */
export function isMine(conversation: Conversation, me: string): boolean {
  return holder(conversation.owner, me) === 'me' && conversation.status !== 'snoozed';
}

/** Is it offered to this agent, who may accept or decline? */
export function isOffered(owner: Owner, me: string): boolean {
  return owner.kind === 'offer' && owner.id === me;
}

/** Of a whole conversation, or of its row in the list. */
type Held = Pick<Conversation, 'owner' | 'status'>;

/** What may be done with the conversation now, by the table of cases. `supervises`: also with what others hold. */
export function allowed(conversation: Held, me: string, supervises = false): Act[] {
  const resolvable: Act[] = conversation.status === 'resolved' ? [] : ['resolve'];
  switch (holder(conversation.owner, me)) {
    case 'me':
      return [...(conversation.status === 'snoozed' ? (['take'] as const) : []), 'hand_back', 'resolve'];
    case 'bot':
      return ['take', ...resolvable];
    case 'offer':
      return isOffered(conversation.owner, me) ? ['accept', 'decline', 'take'] : ['take'];
    case 'queue':
    case 'external':
      return ['take', 'hand_back', 'resolve'];
    case 'agent':
      return supervises ? ['take', 'hand_back', 'resolve'] : ['take'];
  }
}

/** May it be passed on to others? Who waits in the queue may be sent to a team, whoever sees it. */
export function isPassable(conversation: Held, me: string, supervises = false): boolean {
  const held = holder(conversation.owner, me);
  return held === 'me' || held === 'queue' || held === 'offer' || (held === 'agent' && supervises);
}

export function supervises(role: string): boolean {
  return role === 'supervisor' || role === 'admin';
}

export type Banner =
  | { kind: 'bot' | 'queue' | 'offered' | 'colleague' | 'external' | 'closed' | 'human' | 'unreachable' | 'snoozed' }
  | { kind: 'closing'; minutes: number };

const CLOSING_SOON = 120; // minutes

/** The one thing to know before writing: the gravest. */
export function banner(conversation: Conversation, me: string, now: number): Banner | null {
  const held = holder(conversation.owner, me);
  if (isOffered(conversation.owner, me)) return { kind: 'offered' };
  if (held === 'bot') return { kind: 'bot' };
  if (held === 'queue' || held === 'offer') return { kind: 'queue' };
  if (held === 'agent') return { kind: 'colleague' };
  if (held === 'external') return { kind: 'external' };
  if (conversation.status === 'snoozed') return { kind: 'snoozed' };
  return conversation.can_reply ? closing(conversation.window, now) : { kind: refusedBy(conversation.why_not) };
}

function refusedBy(why: string | undefined): 'closed' | 'unreachable' {
  return why === 'window_closed' ? 'closed' : 'unreachable';
}

function closing({ open_until: until, after }: Conversation['window'], now: number): Banner | null {
  if (until === null) return null;
  const minutes = Math.floor((Date.parse(until) - now) / 60_000);
  if (minutes < 0) return after.includes('human') ? { kind: 'human' } : null;
  return minutes < CLOSING_SOON ? { kind: 'closing', minutes } : null;
}

const LONGEST: Record<string, number> = { sms: 1600, messenger: 2000, whatsapp: 4096, telegram: 4096 };

/** How much room the app leaves: characters written, and how many it takes. */
export function room(channel: string | null, text: string): { written: number; most: number; tight: boolean } {
  const most = LONGEST[channel ?? ''] ?? 4096;
  const written = [...text].length;
  return { written, most, tight: written > most * 0.8 || (channel === 'sms' && written > 120) };
}
