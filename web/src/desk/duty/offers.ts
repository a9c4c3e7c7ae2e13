/** What is offered to this agent, and how long it stands. Pure. */

import type { ListRow } from '../../api/desk';

export const STANDS = 30; // seconds: as long as an offer lasts, for the ring

export interface Offer {
  row: ListRow;
  /** Seconds left; 0 when the time is up. */
  left: number;
  /** From 1 to 0. */
  share: number;
}

/** The offer that runs out first, and how many others stand. */
export function foremost(rows: readonly ListRow[], now: number): { offer: Offer; others: number } | null {
  const until = (row: ListRow) => Date.parse(row.offered_until ?? '') || now;
  const row = rows.toSorted((a, b) => until(a) - until(b))[0];
  if (!row) return null;
  const left = Math.max(0, Math.ceil((until(row) - now) / 1000));
  return { offer: { row, left, share: Math.min(1, left / STANDS) }, others: rows.length - 1 };
}

/** What was offered a moment ago and is gone: because its time was up, or because it was withdrawn. */
export function lapsed(before: ListRow | null, rows: readonly ListRow[], answered: ReadonlySet<string>, now: number): 'timed_out' | 'withdrawn' | null {
  if (!before || rows.some((row) => row.conversation_id === before.conversation_id)) return null;
  if (answered.has(`${before.conversation_id} ${before.owner.epoch}`)) return null;
  return Date.parse(before.offered_until ?? '') <= now + 1_000 ? 'timed_out' : 'withdrawn';
}
