/** What may be done to several conversations at once, and to which of them. Pure. */

import type { ListRow, Transfer } from '../../api/desk';
import { allowed, holder, isPassable } from '../conversation/conversation';
import type { Command } from '../keys/keys';
import type { Why } from '../sending/outgoing';

export type Deed =
  | { kind: 'resolve'; conclusion: string | null }
  | { kind: 'snooze'; until: string | null }
  | { kind: 'transfer'; given: Omit<Transfer, 'epoch'> }
  | { kind: 'tag'; tag: string }
  | { kind: 'no_answer' };

export type DeedKind = Deed['kind'];

export const DEEDS: readonly DeedKind[] = ['resolve', 'snooze', 'transfer', 'tag', 'no_answer'];

/** The key that does the same with the open conversation. */
export const COMMANDS = { resolve: 'resolve', snooze: 'snooze', transfer: 'transfer', tag: 'label', no_answer: 'no_answer' } as const satisfies Record<DeedKind, Command>;

export interface Doer {
  id: string;
  supervises: boolean;
}

/** Who changed it last, how and when; who has it now. */
export interface Happened {
  act: string;
  by: string | null;
  owner: string | null;
  at: string;
}

/** One conversation with which it was not done. `row`: how it stands now. */
export interface Refusal {
  row: ListRow;
  why: Why;
  happened?: Happened;
}

/** May this be done with it, as it is shown? The server has the last word. */
export function may(kind: DeedKind, row: ListRow, me: Doer): boolean {
  switch (kind) {
    case 'resolve':
      return allowed(row, me.id, me.supervises).includes('resolve');
    case 'snooze':
      return holder(row.owner, me.id) === 'me' && row.status !== 'snoozed';
    case 'transfer':
      return isPassable(row, me.id, me.supervises);
    case 'tag':
      return true;
    case 'no_answer':
      return row.status !== 'resolved' && row.triage?.needs_answer === true;
  }
}

export interface Parted {
  fit: ListRow[];
  unfit: ListRow[];
}

/** Those with which it may be done, and those that would stay as they are. */
export function parted(kind: DeedKind, rows: readonly ListRow[], me: Doer): Parted {
  return { fit: rows.filter((row) => may(kind, row, me)), unfit: rows.filter((row) => !may(kind, row, me)) };
}

const BLIND: readonly DeedKind[] = ['resolve', 'snooze', 'no_answer'];

/** Did the customer write after it was chosen, so that this would put aside words which nobody has read? */
export function wroteAgain(kind: DeedKind, seen: ListRow, now: ListRow): boolean {
  const last = now.last_message;
  return BLIND.includes(kind) && last?.direction === 'in' && last.id !== seen.last_message?.id;
}

/** Why it is not tried: as the page knows it. */
export function stopped(kind: DeedKind, seen: ListRow, now: ListRow, me: Doer): Why | null {
  if (!may(kind, now, me)) return { code: 'not_now', detail: '' };
  return wroteAgain(kind, seen, now) ? { code: 'wrote_again', detail: '' } : null;
}

/** Does it with each, so many at a time and in order; the answers stand as the items do. */
export async function pooled<Item, Answer>(items: readonly Item[], most: number, does: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [index, item] of waiting) answers[index] = await does(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  return answers;
}
