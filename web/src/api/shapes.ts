/** The shapes of the Desk's API (docs/api.md), as the pages read them. */

export type Role = 'agent' | 'supervisor' | 'admin' | (string & {});

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: Role;
  languages: string[];
}

export interface Demo {
  logins?: { email: string; password: string; role: string }[];
  phones_url?: string;
}

export interface Session {
  agent: Agent;
  csrf: string;
  brand: { name: string };
  languages: string[];
  demo?: Demo;
}

export const VIEWS = ['mine', 'queue', 'all', 'mentions', 'snoozed', 'resolved'] as const;
export type View = (typeof VIEWS)[number];

export interface Owner {
  kind: 'bot' | 'queue' | 'offer' | 'agent' | 'external';
  epoch: number;
  id?: string;
  name?: string;
}

export interface Preview {
  id: string;
  author: string;
  author_name?: string;
  direction: 'in' | 'out';
  /** What it is, where it has no words: a type of content or of media. */
  kind: string;
  preview: string;
  at: string;
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

export interface Option {
  id: string;
  label: string;
  description?: string;
  url?: string;
}

export interface Media {
  type: 'media';
  kind: string;
  url?: string;
  media_id?: string;
  mime?: string;
  name?: string;
  caption?: string;
  missing?: string;
}

interface Card {
  title: string;
  subtitle?: string;
  media?: Media;
  options?: Option[];
}

/** What any content may carry beside itself. */
interface Beside {
  attachments?: Media[];
  referral?: Referral;
}

interface Referral {
  type: 'referral';
  source: string;
  ref?: string;
  url?: string;
}

export type Content = Beside &
  (
    | { type: 'text'; body: string }
    | Media
    | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
    | { type: 'contact_card'; contacts: { name: string; phones?: string[]; emails?: string[] }[] }
    | { type: 'choices'; body: string; header?: string; footer?: string; options: Option[] }
    | { type: 'choice_reply'; option_id: string; label: string; via: string }
    | { type: 'form_reply'; values: Record<string, unknown>; body?: string }
    | { type: 'template'; template_id: string; locale?: string; params?: Record<string, string> }
    | ({ type: 'card' } & Card)
    | { type: 'carousel'; cards: Card[] }
    | Referral
    | { type: 'reaction'; emoji?: string | null; target: string }
    | { type: 'edited'; target: string; content: Content }
    | { type: 'deleted'; target: string }
    | { type: 'system'; event: string; data?: Record<string, unknown> }
    | { type: 'unsupported'; kind: string; note?: string }
  );

export interface Failure {
  class: string;
  code?: string;
  text?: string;
}

export interface Delivery {
  part: number;
  provider_id: string | null;
  status: string;
  error: Failure | null;
  at: string;
  possible_repeat?: boolean;
}

export interface Message {
  id: string;
  seq: number;
  direction: 'in' | 'out';
  account: string;
  channel: string;
  conversation_id: string;
  author: string;
  author_name?: string;
  provider_id?: string;
  reply_to?: { id?: string; provider_id?: string };
  content: Content;
  sent_at: string;
  received_at: string;
  edited_at?: string;
  deleted_at?: string;
  decision?: { outcome: string; codes: string[]; until?: string };
  category?: string;
  status?: string;
  deliveries?: Delivery[];
}

export interface MessagePage {
  items: Message[];
  next: string | null;
}

/** A fact and the message in which the customer told it. */
export interface Fact {
  slot: string;
  value: unknown;
  message_id?: string | null;
}

export interface Package {
  trigger?: { code: string; flow?: string | null; message_id?: string | null };
  need?: { title?: string; summary?: string; kind?: string | null; needs_answer?: boolean; confidence?: number | null };
  facts?: Fact[];
  tried?: string[];
  answers?: { text: string; message_id: string; reaction?: string | null }[];
  promises?: string[];
  hops?: { channel: string; at: number }[];
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

/** What an agent sends: words, or a message that the app has approved before. */
export type Written =
  | { type: 'text'; body: string }
  | { type: 'template'; template_id: string; locale: string; params: Record<string, string> };

export interface Reply {
  client_id: string;
  content: Written;
  seen_seq: number;
  force?: boolean;
  account?: string;
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

export interface DeadDelivery {
  id: string;
  message_id: string;
  account: string;
  channel: string;
  address: string;
  conversation_id: string;
  customer: { id: string; name: string | null };
  message: Preview;
  /** `unknown`: it may have arrived. */
  state: 'failed' | 'unknown';
  error: Failure | null;
  attempts: number;
  at: string;
}

export interface DeadEvent {
  id: string;
  account: string | null;
  conversation_id: string | null;
  reason: string;
  can_retry: boolean;
  at: string;
}

/** What lies there: something of ours, or something that came in. */
export type DeadKind = 'deliveries' | 'inbox';

export interface DeadLetters {
  deliveries: DeadDelivery[];
  inbox: DeadEvent[];
  counts: { deliveries: number; failed: number; unreadable: number };
}
