import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import * as desk from '../../api/desk';
import type { ListRow } from '../../api/desk';
import * as work from '../../api/work';
import { CONVERSATION, DUTY, LIST } from '../queries';
import { newId } from '../sending/useSending';
import { whyOf } from '../sending/post';
import type { Why } from '../sending/outgoing';
import { lapsed } from './offers';

export interface UsedOffers {
  rows: ListRow[];
  busy: boolean;
  refused: Why | null;
  /** What became of the last one, where this agent said nothing. */
  gone: 'timed_out' | 'withdrawn' | null;
  forget: () => void;
  /** Whether it is this agent's now. */
  accept: (row: ListRow) => Promise<boolean>;
  /** The reason is left as a note, for whoever gets it next. */
  decline: (row: ListRow, reason: string) => Promise<void>;
}

/** What is offered to this agent now. */
export function useOffers(): UsedOffers {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Why | null>(null);
  const answered = useRef(new Set<string>());
  const asked = useQuery({ queryKey: [...LIST, 'offers'], queryFn: () => desk.list('offers', '', '') });
  const rows = asked.data?.items ?? [];
  const { gone, forget } = useLapsed(asked.data?.items, answered);

  const answer = async (row: ListRow, done: () => Promise<unknown>) => {
    setBusy(true);
    try {
      answered.current.add(`${row.conversation_id} ${row.owner.epoch}`);
      await done();
      setRefused(null);
      return true;
    } catch (failure) {
      setRefused(whyOf(failure));
      return false;
    } finally {
      setBusy(false);
      for (const queryKey of [LIST, DUTY, [...CONVERSATION, row.conversation_id]]) void client.invalidateQueries({ queryKey });
    }
  };
  return {
    rows,
    busy,
    refused,
    gone,
    forget: () => {
      forget();
      setRefused(null);
    },
    accept: (row) => answer(row, () => desk.act(row.conversation_id, 'accept', row.owner.epoch)),
    decline: async (row, reason) => {
      await answer(row, async () => {
        if (reason) await work.addNote(row.conversation_id, { client_id: newId(), body: reason });
        await desk.act(row.conversation_id, 'decline', row.owner.epoch);
      });
    },
  };
}

function useLapsed(rows: ListRow[] | undefined, answered: RefObject<ReadonlySet<string>>): { gone: UsedOffers['gone']; forget: () => void } {
  const before = useRef<ListRow | null>(null);
  const [gone, setGone] = useState<UsedOffers['gone']>(null);
  const look = useEffectEvent((now: ListRow[]) => {
    const found = lapsed(before.current, now, answered.current, Date.now());
    if (found) setGone(found);
    else if (now.length > 0) setGone(null);
    before.current = now[0] ?? null;
  });
  useEffect(() => {
    if (rows) look(rows);
  }, [rows]);
  return { gone, forget: () => setGone(null) };
}
