import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import type { ListRow, Session, View } from '../../api/desk';
import { supervises } from '../conversation/conversation';
import { parted, type Deed, type DeedKind, type Doer, type Parted } from './deeds';
import { useChoice, type UsedChoice } from './useChoice';
import { useDeeds, type UsedDeeds } from './useDeeds';

export interface UsedSeveral {
  choice: UsedChoice;
  deeds: UsedDeeds;
  me: Doer;
  /** Choose a row, or let it go; `range`: from the one pressed last on. It stays the same function: rows are drawn only when they change. */
  press: (row: ListRow, range: boolean) => void;
  /** What is asked about before it is done, and whether a key asked for it. */
  asked: DeedKind | null;
  byKey: boolean;
  /** Says whether it may be done with any of them. */
  ask: (kind: DeedKind, byKey?: boolean) => boolean;
  close: () => void;
  /** The chosen as they are now, and which of them it may be done with. */
  parted: (kind: DeedKind) => Parted;
  run: (deed: Deed) => void;
  again: () => void;
  /** Of what passed: all that is still in the list. */
  chooseAgain: () => void;
  none: () => void;
}

interface Given {
  view: View;
  q: string;
  shown: readonly ListRow[];
  /** The open conversation. */
  current: string | undefined;
  session: Session;
}

/** Several conversations of the list, acted on together. */
export function useSeveral({ view, q, shown, current, session }: Given): UsedSeveral {
  const [, go] = useLocation();
  const me: Doer = { id: session.agent.id, supervises: supervises(session.agent.role) };
  const choice = useChoice(`${view} ${q}`, shown);
  const deeds = useDeeds(choice, shown, me);
  const { press: choose } = choice;
  const { excuse } = deeds;
  const press = useCallback((row: ListRow, range: boolean) => {
    choose(row, range);
    if (!range) excuse(row.conversation_id);
  }, [choose, excuse]);
  const [{ asked, byKey }, setAsked] = useState<{ asked: DeedKind | null; byKey: boolean }>({ asked: null, byKey: false });
  const close = () => setAsked({ asked: null, byKey: false });
  const listed = new Map(shown.map((row) => [row.conversation_id, row]));
  const now = choice.rows.map((row) => listed.get(row.conversation_id) ?? row);
  const part = (kind: DeedKind) => parted(kind, now, me);
  const does = async (deed: Deed, rows: readonly ListRow[]) => {
    close();
    const came = await deeds.run(deed, rows);
    // What is passed on or put aside is not to be looked at any more.
    const leaves = deed.kind === 'transfer' || deed.kind === 'snooze';
    if (leaves && came?.passed.some((row) => row.conversation_id === current)) go(`/desk/${view}`);
  };
  return {
    choice,
    deeds,
    me,
    press,
    asked: choice.rows.length > 0 ? asked : null,
    byKey,
    ask: (kind, key = false) => {
      const may = !deeds.doing && part(kind).fit.length > 0;
      if (may) setAsked({ asked: kind, byKey: key });
      return may;
    },
    close,
    parted: part,
    run: (deed) => void does(deed, choice.rows),
    again: () => deeds.outcome && void does(deeds.outcome.deed, deeds.outcome.refused.map(({ row }) => row)),
    chooseAgain: () => {
      const ids = new Set(deeds.outcome?.passed.map((row) => row.conversation_id));
      choice.choose(shown.filter((row) => ids.has(row.conversation_id)));
      deeds.forget();
    },
    none: () => {
      choice.none();
      deeds.forget();
      close();
    },
  };
}
