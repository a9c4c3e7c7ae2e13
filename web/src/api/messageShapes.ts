/** What is said, and what becomes of it. */

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
    | { type: 'template'; template_id: string; locale?: string; params?: Record<string, string>; header?: Media | null }
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
  /** Whose messages these are: the one that was asked for, then those that were linked to it. */
  conversations: string[];
}

/** A message as a line of a list. */
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

/** What an agent sends: words, a file that was uploaded, or a message that the app has approved before. */
export type Written =
  | { type: 'text'; body: string }
  | { type: 'media'; kind: string; media_id: string; name: string; caption?: string }
  | { type: 'template'; template_id: string; locale: string; params: Record<string, string>; header?: { type: 'media'; kind: string; media_id: string; name: string } };

export interface Reply {
  client_id: string;
  content: Written;
  seen_seq: number;
  force?: boolean;
  account?: string;
}
