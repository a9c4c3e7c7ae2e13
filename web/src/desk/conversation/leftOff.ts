/** Where an agent left off in a conversation, and what has come since. Pure. */

import type { Message } from '../../api/desk';
import { isNote } from './conversation';
import type { Talk } from './talk';

const MOST = 1_000; // conversations that a browser remembers of one agent

type Marks = (readonly [conversation: string, seq: number])[];

/** How far an agent had seen it; null: never, or too long ago. */
export function markOf(kept: string | null, conversation: string): number | null {
  return marksOf(kept).find(([one]) => one === conversation)?.[1] ?? null;
}

/** What to keep once it is seen as far as `seq`; what was looked at longest ago is let go. Another tab may be further. */
export function withMark(kept: string | null, conversation: string, seq: number): string {
  const others = marksOf(kept).filter(([one]) => one !== conversation);
  const furthest = Math.max(seq, markOf(kept, conversation) ?? 0);
  return JSON.stringify([...others, [conversation, furthest]].slice(-MOST));
}

function marksOf(kept: string | null): Marks {
  try {
    const found: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(found) ? found.filter(isMark) : [];
  } catch {
    return []; // not ours: begin anew
  }
}

function isMark(one: unknown): one is Marks[number] {
  return Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number';
}

/** One stay at a conversation: what came after `left`, and up to `until`, is new. `until` null: what came is being fetched still. */
export interface Stay {
  left: number | null;
  until: number | null;
  /** Of the agent's own words, how many were on their way. */
  outgoing: number;
}

export interface Standing {
  /** The newest place that is here. */
  newest: number;
  /** What was said, or how far this agent has seen it elsewhere, is on its way. */
  fetching: boolean;
  outgoing: number;
  /** How far the server knows them to have seen it, on whatever computer; null: never, or it has not said yet. */
  known: number | null;
}

/** What comes while one looks is not new; who answers has read what there was. */
export function stayed(stay: Stay, { newest, fetching, outgoing, known }: Standing): Stay {
  if (outgoing > stay.outgoing) return { left: null, until: newest, outgoing };
  if (outgoing < stay.outgoing) return { ...stay, outgoing };
  if (stay.until !== null) return stay;
  const left = further(stay.left, known);
  if (!fetching && newest > 0) return { ...stay, left, until: newest };
  return left === stay.left ? stay : { ...stay, left };
}

/** Of two places the one that is further on; null is nowhere. */
export function further(one: number | null, other: number | null): number | null {
  return one === null || (other !== null && other > one) ? other : one;
}

export interface Fresh {
  /** The first new message; null: it lies before what is here. */
  id: string | null;
  /** Of those that are here. */
  count: number;
}

/** What has come since; null: nothing. An agent's own words are not new to them, and a happening alone is nothing to read. */
export function freshIn(talk: Talk | undefined, { left, until }: Stay, name: string): Fresh | null {
  if (!talk || left === null) return null;
  const own = talk.messages.filter((one) => one.conversation_id === talk.conversations[0]);
  const isNew = (one: Message) => one.seq > left && (until === null || one.seq <= until) && !isNote(one.content) && !isBy(one, name);
  const found = own.filter(isNew);
  if (found.length === 0) return null;
  const whole = talk.before === null || own.some((one) => one.seq <= left);
  return { id: whole ? (found[0]?.id ?? null) : null, count: found.length };
}

function isBy(message: Message, name: string): boolean {
  return message.author === 'agent' && message.author_name === name;
}
