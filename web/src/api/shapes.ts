/** The shapes of the Desk's API (docs/api.md), as the pages read them. */

export type Role = 'agent' | 'admin' | (string & {});

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

export const VIEWS = ['mine', 'queue', 'all', 'resolved'] as const;
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

export interface Package {
  trigger?: { code: string; flow?: string };
  need?: { title?: string; summary?: string };
  facts?: { slot: string; value: unknown }[];
  tried?: string[];
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

export interface Conversation {
  id: string;
  seq: number;
  status: string;
  owner: Owner;
  window: { open_until: string | null; after: string[] };
  channel: string | null;
  account: string | null;
  address: string | null;
  can_reply: boolean;
  why_not?: string;
}

export interface Whole {
  conversation: Conversation;
  customer: Customer;
  case: Case | null;
  past_cases: Case[];
}

export interface Reply {
  client_id: string;
  content: { type: 'text'; body: string };
  seen_seq: number;
  force?: boolean;
}

export type Act = 'take' | 'resolve' | 'hand_back';

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
