/** What was said, as far as it was fetched: one stretch of the timeline, which several conversations may make up. Pure. */

import type { Message, MessagePage } from '../../api/desk';
import { isNote } from './conversation';

export interface Talk {
  /** In the server's order. */
  messages: Message[];
  /** Where older messages go on; null: this is the beginning. */
  before: string | null;
  /** Whose messages these are: the one that is open, then those that were linked to it. */
  conversations: string[];
}

/** A page of the newest messages, laid over what was known. Where there is a hole between the two, or a link was made or undone, the old is dropped. */
export function withNewest(talk: Talk | undefined, page: MessagePage): Talk {
  const fresh: Talk = { messages: page.items, before: page.next, conversations: page.conversations };
  if (!talk || talk.conversations.join() !== page.conversations.join()) return fresh;
  const here = new Set(page.items.map((one) => one.id));
  const from = talk.messages.findIndex((one) => here.has(one.id));
  // What was sent while this page was on its way.
  const later = talk.messages.filter((one) => isOwn(talk, one) && one.seq > seen(fresh));
  if (from < 0) return { ...fresh, messages: [...fresh.messages, ...later] };
  const begins = from > 0 || talk.messages[0]?.id === page.items[0]?.id;
  return { ...fresh, messages: [...talk.messages.slice(0, from), ...page.items, ...later], before: begins ? talk.before : page.next };
}

/** A page of older messages, put in front. */
export function withOlder(talk: Talk, page: MessagePage): Talk {
  if (talk.conversations.join() !== page.conversations.join()) return talk; // the newest page tells of it
  const known = new Set(talk.messages.map((one) => one.id));
  return { ...talk, messages: [...page.items.filter((one) => !known.has(one.id)), ...talk.messages], before: page.next };
}

/** One message in its place, or at the end. */
export function withMessage(talk: Talk, message: Message): Talk {
  const at = talk.messages.findIndex((one) => one.id === message.id);
  return { ...talk, messages: at < 0 ? [...talk.messages, message] : talk.messages.with(at, message) };
}

/** The newest place where the customer said something. */
export function heard(talk: Talk | undefined): number {
  return talk?.messages.findLast((one) => isOwn(talk, one) && one.direction === 'in' && !isNote(one.content))?.seq ?? 0;
}

/** The newest place in the conversation that the agent has before their eyes. */
export function seen(talk: Talk | undefined): number {
  return talk?.messages.findLast((one) => isOwn(talk, one))?.seq ?? 0;
}

/** What the customer said after a place. */
export function saidSince(talk: Talk | undefined, seq: number): Message[] {
  return talk?.messages.filter((one) => isOwn(talk, one) && one.direction === 'in' && one.seq > seq) ?? [];
}

function isOwn(talk: Talk, message: Message): boolean {
  return message.conversation_id === talk.conversations[0];
}
