/** A conversation: its line in the list, the whole of it, and what one does to it. */

import type { Preview } from './messageShapes';

export const VIEWS = ['mine', 'queue', 'all', 'mentions', 'snoozed', 'resolved'] as const;
export type View = (typeof VIEWS)[number];

export interface Owner {
  kind: 'bot' | 'queue' | 'offer' | 'agent' | 'external';
  epoch: number;
  id?: string;
  name?: string;
}

export interface Viewer {
  id: string;
  mode: 'viewing' | 'replying' | 'noting';
  name?: string | null;
}

export const KINDS = ['problem', 'advice', 'comment', 'thanks', 'order', 'feedback'] as const;
export type Kind = (typeof KINDS)[number];

/** What a customer's message is, as it was read or as an agent said. */
export interface Triage {
  message_id: string;
  kind: Kind;
  needs_answer: boolean;
  confidence: number;
  corrected: boolean;
}

export interface ListRow {
  conversation_id: string;
  case_id: string | null;
  customer: { id: string; name: string | null };
  channel: string | null;
  account: string | null;
  address: string | null;
  status: string;
  owner: Owner;
  due_at: string | null;
  reason: string | null;
  title: string;
  last_message: Preview | null;
  needs_answer: boolean;
  window_until: string | null;
  updated_at: string;
  priority?: string | null;
  offered_until?: string | null;
  snoozed_until?: string | null;
  tags?: string[];
  viewers?: Viewer[];
  triage?: Triage | null;
}

export interface ListPage {
  items: ListRow[];
  next: string | null;
  counts: Partial<Record<View, number>>;
}

/** A fact and the message in which the customer told it. */
export interface Fact {
  slot: string;
  value: unknown;
  message_id?: string | null;
}

/** What they looked at and searched for on the brand's site before they came; times in milliseconds. */
export interface Visit {
  pages: { url: string; title: string; at: number }[];
  searches: { words: string; at: number }[];
}

export interface Package {
  trigger?: { code: string; flow?: string | null; message_id?: string | null };
  need?: { title?: string; summary?: string; kind?: string | null; needs_answer?: boolean; confidence?: number | null };
  facts?: Fact[];
  tried?: string[];
  answers?: { text: string; message_id: string; reaction?: string | null }[];
  promises?: string[];
  hops?: { channel: string; at: number }[];
  visit?: Visit | null;
  open_question?: string | null;
  language?: string | null;
}

export interface Case {
  id: string;
  status: 'active' | 'resolved';
  reason: string;
  opened_at: string;
  due_at: string | null;
  resolved_at: string | null;
  outcome: string | null;
  /** What came of it: one of the brand's own, or "other". */
  conclusion: string | null;
  focus_seconds: number;
  priority?: string;
  hops?: number;
  snoozed_until?: string | null;
  offered_until?: string | null;
  context: Package;
}

export interface Customer {
  id: string;
  name: string | null;
  language: string | null;
  timezone: string | null;
  addresses: { channel: string; account: string; address: string; verified: boolean; status: string }[];
  terms: { sentences: Record<string, string[]> };
}

interface Window {
  open_until: string | null;
  after: string[];
}

/** One address of the customer: whether the agent can write there now. */
export interface Way {
  account: string;
  channel: string;
  address: string;
  window: Window;
  why_not: string | null;
}

export interface Conversation {
  id: string;
  seq: number;
  status: string;
  owner: Owner;
  window: Window;
  channel: string | null;
  account: string | null;
  address: string | null;
  can_reply: boolean;
  why_not?: string;
  ways: Way[];
  /** The brand's accounts where this customer is not known yet. */
  elsewhere: { account: string; channel: string }[];
  /** What may be done with its thread, where the provider lends it to one app at a time. */
  deeds: Deed[];
  tags: string[];
  viewers: Viewer[];
  triage: Triage | null;
  bot_disengaged: boolean;
  deadlines: Record<string, string | null>;
}

export interface Whole {
  conversation: Conversation;
  customer: Customer;
  case: Case | null;
  past_cases: Case[];
}

export type Deed = 'pass' | 'take' | 'request' | 'release';

/** `to`: another app by its id or role; without: where people answer by hand. */
export interface Control {
  epoch: number;
  deed: Deed;
  to?: string;
  note?: string;
}

export type Act = 'take' | 'resolve' | 'hand_back' | 'accept' | 'decline';

export interface Transfer {
  epoch: number;
  reason: string;
  team?: string;
  agent?: string;
  priority?: 'urgent' | 'high' | 'normal';
}

/** `until` null: until the customer writes. */
export interface Snooze {
  epoch: number;
  until: string | null;
}
