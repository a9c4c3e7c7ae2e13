/** The simulated providers: their phones, and the faults they are told to make. */

import { ask } from './http';

export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  answer: { status: number; body: unknown } | null;
}

export interface PhoneButton {
  id: string;
  label: string;
  url?: string | null;
}

export interface PhoneRow {
  id: string;
  label: string;
  description?: string | null;
}

export interface PhoneMessage {
  id: string;
  /** As the brand sees it: "out" is the brand's. */
  direction: 'in' | 'out';
  at: string;
  kind: string;
  text: string | null;
  buttons: PhoneButton[];
  list: { button: string; rows: PhoneRow[] } | null;
  quick_replies: PhoneButton[];
  media: { kind: string; url: string | null; name: string | null } | null;
  status: 'sent' | 'delivered' | 'read' | 'failed' | null;
  edited: boolean;
  deleted: boolean;
  reaction: string | null;
  raw: RawRequest | null;
}

export interface Phone {
  account: string;
  channel: string;
  provider: string;
  title: string;
  brand: string;
  customer: { address: string; name: string };
  /** The brand's own, where customers see it. */
  number: string;
  typing: boolean;
  blocked: boolean;
  /** Grows with each change: the list and the stream may overtake each other. */
  revision: number;
  messages: PhoneMessage[];
}

export interface Phones {
  phones: Phone[];
  desk_url: string | null;
}

export interface Fault {
  account: string;
  kind: string;
  /** Null: until cleared. */
  count: number | null;
}

export interface Faults {
  kinds: string[];
  active: Fault[];
}

export type Said =
  | { text: string }
  | { tap: { message_id: string; option_id: string } }
  | { media: { kind: string; name: string; mime: string; base64: string; caption: string } }
  | { location: { latitude: number; longitude: number } }
  | { reaction: { message_id: string; emoji: string } }
  | { block: boolean }
  | { new_customer: Record<string, never> };

const of = (account: string) => `/_sandbox/phones/${encodeURIComponent(account)}`;

export const phones = () => ask<Phones>('GET', '/_sandbox/phones');
export const say = (account: string, said: Said) => ask<unknown>('POST', `${of(account)}/say`, said);
export const read = (account: string) => ask<unknown>('POST', `${of(account)}/read`);
export const faults = () => ask<Faults>('GET', '/_sandbox/faults');
export const addFault = (fault: Fault) => ask<unknown>('PUT', '/_sandbox/faults', fault);
export const clearFaults = (account: string) =>
  ask<unknown>('DELETE', `/_sandbox/faults?account=${encodeURIComponent(account)}`);

export interface Watching {
  phone: (phone: Phone) => void;
  connected: () => void;
  lost: () => void;
}

/** Whole phones, as they change. The browser reconnects by itself; `connected` says that something may be missing. */
export function watch(told: Watching): () => void {
  const events = new EventSource('/_sandbox/events');
  events.addEventListener('open', () => told.connected());
  events.addEventListener('error', () => told.lost());
  events.addEventListener('phone', (event) => told.phone(JSON.parse(String(event.data)) as Phone));
  return () => events.close();
}
