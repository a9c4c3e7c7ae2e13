/** Which conversations an agent has chosen to act on together. Pure. */

import type { ListRow } from '../../api/desk';

export interface Choice {
  /** Each as it stood when it was chosen: what has changed since is not acted on unseen. */
  rows: ReadonlyMap<string, ListRow>;
  /** The one pressed last: a range begins there. */
  anchor: string | null;
}

export const nothing: Choice = { rows: new Map(), anchor: null };

/** Choose it, or let it go. */
export function pressed(choice: Choice, row: ListRow): Choice {
  return { ...put(choice, [row], !choice.rows.has(row.conversation_id)), anchor: row.conversation_id };
}

/** From the one pressed last to this one, both with them: all become what that one is. Without such a one it is a press. */
export function reached(choice: Choice, shown: readonly ListRow[], row: ListRow): Choice {
  const places = [choice.anchor, row.conversation_id].map((id) => shown.findIndex((one) => one.conversation_id === id));
  const [from, to] = places.toSorted((one, other) => one - other);
  if (choice.anchor === null || from === undefined || to === undefined || from < 0) return pressed(choice, row);
  return put(choice, shown.slice(from, to + 1), choice.rows.has(choice.anchor));
}

/** All these beside what is chosen. */
export function joined(choice: Choice, shown: readonly ListRow[]): Choice {
  return put(choice, shown, true);
}

export function without(choice: Choice, ids: readonly string[]): Choice {
  const rows = new Map(choice.rows);
  for (const id of ids) rows.delete(id);
  return { ...choice, rows };
}

/** The agent has been told how it stands now. */
export function told(choice: Choice, row: ListRow): Choice {
  return choice.rows.has(row.conversation_id) ? { ...choice, rows: new Map(choice.rows).set(row.conversation_id, row) } : choice;
}

function put(choice: Choice, some: readonly ListRow[], chosen: boolean): Choice {
  if (!chosen) return without(choice, some.map((row) => row.conversation_id));
  const rows = new Map(choice.rows);
  for (const row of some) if (!rows.has(row.conversation_id)) rows.set(row.conversation_id, row);
  return { ...choice, rows };
}
