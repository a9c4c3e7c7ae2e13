/** What an agent wrote and the server has not taken. Pure. */

import type { Preview, Written } from '../../api/desk';

/** Why the server refused: a code the page knows in its languages, and the server's own words. */
export interface Why {
  code: string;
  detail: string;
}

export interface Outgoing {
  clientId: string;
  body: string;
  at: string;
  /** By which of the customer's ways; without: where they wrote last. */
  account?: string;
  /** What is sent in place of the words. */
  content?: Written;
  /** `waiting`: nobody could be reached; it leaves by itself once somebody can. */
  state: 'sending' | 'waiting' | 'refused' | 'overtaken';
  why?: Why;
  /** What was said meanwhile. */
  newer?: Preview[];
}

export type Sent = Pick<Outgoing, 'clientId' | 'body' | 'at' | 'account' | 'content'>;

export type Sending =
  | ({ kind: 'sent' } & Sent)
  | { kind: 'again'; clientId: string }
  | { kind: 'unreached'; clientId: string }
  | { kind: 'confirmed'; clientId: string }
  | { kind: 'refused'; clientId: string; why: Why }
  | { kind: 'overtaken'; clientId: string; newer: Preview[] }
  | { kind: 'withdrawn'; clientId: string };

export function next(outgoing: Outgoing[], event: Sending): Outgoing[] {
  switch (event.kind) {
    case 'sent':
      return [...outgoing, { ...written(event), state: 'sending' }];
    case 'again':
      return changed(outgoing, event.clientId, (one) => ({ ...written(one), state: 'sending' }));
    case 'unreached':
      return changed(outgoing, event.clientId, (one) => ({ ...written(one), state: 'waiting' }));
    case 'confirmed':
    case 'withdrawn':
      return outgoing.filter((one) => one.clientId !== event.clientId);
    case 'refused':
      return changed(outgoing, event.clientId, (one) => ({ ...one, state: 'refused', why: event.why }));
    case 'overtaken':
      return changed(outgoing, event.clientId, (one) => ({ ...one, state: 'overtaken', newer: event.newer }));
  }
}

function written({ clientId, body, at, account, content }: Sent): Sent {
  return { clientId, body, at, ...(account ? { account } : {}), ...(content ? { content } : {}) };
}

function changed(outgoing: Outgoing[], clientId: string, change: (one: Outgoing) => Outgoing): Outgoing[] {
  return outgoing.map((one) => (one.clientId === clientId ? change(one) : one));
}

export const LEFT: Why = { code: 'left', detail: 'the page was left before it was sent' };

/** What was kept when the page was left: whoever wrote it decides whether it is still to be said. */
export function restored(kept: string | null): Outgoing[] {
  const given = parsed(kept);
  return Array.isArray(given) ? given.filter(isWritten).map((one) => ({ ...written(one), state: 'refused', why: LEFT })) : [];
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function isWritten(one: unknown): one is Sent {
  const text = (key: string) => typeof one === 'object' && one !== null && key in one && typeof Reflect.get(one, key) === 'string';
  return text('clientId') && text('body') && text('at');
}

const STALE = 10 * 60_000;

/** After that long the talk may have moved on: it is not sent without being asked again. */
export function isStale(one: Outgoing, now: number): boolean {
  return now - Date.parse(one.at) > STALE;
}
