/** Where an agent goes once a conversation is resolved. Pure. */

import type { ListRow } from '../../api/desk';
import { holder, isOffered } from '../conversation/conversation';
import { awaits } from '../list/list';

/** Does it wait for this agent: theirs to answer, or anybody's? What a colleague holds, or is offered, is not. */
export function waitsFor(row: ListRow, me: string): boolean {
  const held = holder(row.owner, me);
  return awaits(row) && held !== 'agent' && (held !== 'offer' || isOffered(row.owner, me));
}

/** The next that waits, below where one was; else from the top, where what was passed over still stands. */
export function nextWaiting(rows: readonly ListRow[], me: string, above: readonly string[]): string | undefined {
  const waiting = rows.map((row) => row.conversation_id).filter((_, index) => rows[index] && waitsFor(rows[index], me));
  return waiting.find((id) => !above.includes(id)) ?? waiting[0];
}

/** Those at and above a conversation in the list. */
export function aboveOf(rows: readonly ListRow[], id: string): string[] {
  return rows.slice(0, rows.findIndex((row) => row.conversation_id === id) + 1).map((row) => row.conversation_id);
}
