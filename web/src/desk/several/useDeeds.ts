import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { ListRow } from '../../api/desk';
import { CONVERSATION, LIST, MESSAGES, NOTES, SEVERAL, TAGS, TRAIL } from '../queries';
import { attempt } from './attempt';
import { pooled, type Deed, type Doer, type Refusal } from './deeds';
import type { UsedChoice } from './useChoice';

const AT_ONCE = 4; // requests: colleagues share the server

export interface Outcome {
  deed: Deed;
  passed: ListRow[];
  refused: Refusal[];
}

interface Course {
  /** How far it is. */
  doing: { done: number; of: number } | null;
  /** What came of the last one. */
  outcome: Outcome | null;
}

const nothing: Course = { doing: null, outcome: null };

export interface UsedDeeds extends Course {
  /** Does it with each; what passes is let go, what does not stays chosen. */
  run: (deed: Deed, rows: readonly ListRow[]) => Promise<Outcome | null>;
  forget: () => void;
  /** The agent no longer means this one: it is not tried again. */
  excuse: (id: string) => void;
}

/** Does the same with several conversations, each by itself. */
export function useDeeds(choice: UsedChoice, shown: readonly ListRow[], me: Doer): UsedDeeds {
  const client = useQueryClient();
  // In the cache: whoever goes elsewhere meanwhile is told when they are back.
  const course = useQuery({ queryKey: SEVERAL, queryFn: () => nothing, enabled: false, initialData: nothing, gcTime: Infinity }).data;
  const set = (next: (before: Course) => Course) => client.setQueryData<Course>(SEVERAL, (before) => next(before ?? nothing));
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  }, [shown]);

  const one = async (deed: Deed, seen: ListRow): Promise<Refusal | null> => {
    const id = seen.conversation_id;
    const refusal = await attempt(deed, seen, latest.current.find((row) => row.conversation_id === id), me);
    if (refusal) choice.tell(refusal.row);
    else choice.letGo([id]);
    for (const queryKey of [CONVERSATION, MESSAGES, NOTES, TRAIL]) void client.invalidateQueries({ queryKey: [...queryKey, id] });
    set(({ doing, outcome }) => ({ doing: doing && { ...doing, done: doing.done + 1 }, outcome }));
    return refusal;
  };

  const run = async (deed: Deed, rows: readonly ListRow[]) => {
    if (course.doing || rows.length === 0) return null;
    set(() => ({ doing: { done: 0, of: rows.length }, outcome: null }));
    const answers = await pooled(rows, AT_ONCE, (row) => one(deed, row));
    const came: Outcome = { deed, passed: rows.filter((_, index) => !answers[index]), refused: answers.filter((answer) => answer !== null) };
    set(() => ({ doing: null, outcome: came }));
    for (const queryKey of [LIST, TAGS]) void client.invalidateQueries({ queryKey });
    return came;
  };

  const excuse = useCallback((id: string) => {
    client.setQueryData<Course>(SEVERAL, (before) => before && { ...before, outcome: excused(before.outcome, id) });
  }, [client]);

  return { ...course, run, excuse, forget: () => set(({ doing }) => ({ doing, outcome: null })) };
}

function excused(outcome: Outcome | null, id: string): Outcome | null {
  if (!outcome?.refused.some(({ row }) => row.conversation_id === id)) return outcome;
  const refused = outcome.refused.filter(({ row }) => row.conversation_id !== id);
  return refused.length > 0 ? { ...outcome, refused } : null;
}
