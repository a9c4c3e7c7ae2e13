/** What lies aside, for a person to look at. */

import type { Failure, Preview } from './messageShapes';

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
