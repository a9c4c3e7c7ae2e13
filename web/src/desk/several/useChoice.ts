import { useCallback, useEffect, useRef, useState } from 'react';
import type { ListRow } from '../../api/desk';
import { joined, nothing, pressed, reached, told, without, type Choice } from './choice';

export interface UsedChoice {
  /** As they stood when they were chosen, in the list's order; those that have left the list last. */
  rows: ListRow[];
  has: (id: string) => boolean;
  /** `range`: from the one pressed last on. It stays the same function. */
  press: (row: ListRow, range: boolean) => void;
  choose: (rows: readonly ListRow[]) => void;
  letGo: (ids: readonly string[]) => void;
  tell: (row: ListRow) => void;
  none: () => void;
}

/** What is chosen of one list; another view, another search, is another list. */
export function useChoice(list: string, shown: readonly ListRow[]): UsedChoice {
  const [kept, keep] = useState({ list, choice: nothing });
  const choice = kept.list === list ? kept.choice : nothing;
  const latest = useRef({ list, shown });
  useEffect(() => {
    latest.current = { list, shown };
  }, [list, shown]);
  const change = useCallback((next: (choice: Choice) => Choice) => {
    const { list: here } = latest.current;
    keep((before) => ({ list: here, choice: next(before.list === here ? before.choice : nothing) }));
  }, []);
  const press = useCallback((row: ListRow, range: boolean) => {
    change((before) => (range ? reached(before, latest.current.shown, row) : pressed(before, row)));
  }, [change]);
  return {
    rows: inOrder(choice, shown),
    has: (id) => choice.rows.has(id),
    press,
    choose: (rows) => change((before) => joined(before, rows)),
    letGo: (ids) => change((before) => without(before, ids)),
    tell: (row) => change((before) => told(before, row)),
    none: () => change(() => nothing),
  };
}

function inOrder({ rows }: Choice, shown: readonly ListRow[]): ListRow[] {
  const places = new Map(shown.map((row, index) => [row.conversation_id, index]));
  const place = (row: ListRow) => places.get(row.conversation_id) ?? shown.length;
  return [...rows.values()].toSorted((one, other) => place(one) - place(other));
}
