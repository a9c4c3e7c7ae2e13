import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { watch, type Change } from '../../api/desk';
import { COLLEAGUES, CONVERSATION, DEAD_LETTERS, DUTY, LINKS, LIST, MESSAGES, NOTES, SWITCHES, TRAIL } from '../queries';
import { next, opening, patience, SILENCE, type Line } from './live';

const GATHER = 250; // milliseconds: a burst of changes is one fetch

/** Fetches again what the stream says has changed. Everything else of the Desk reads the query cache. */
export function useLive(): Line {
  const client = useQueryClient();
  const [line, dispatch] = useReducer(next, opening);
  useEffect(() => {
    const news = gathered(client);
    const stop = keptOpen({
      changed: news.add,
      everything: () => everything(client),
      connected: () => dispatch({ kind: 'connected' }),
      lost: () => dispatch({ kind: 'lost', at: Date.now() }),
      // The server may have ended it because the session ended: any fetch finds out.
      gone: () => void client.invalidateQueries({ queryKey: LIST }),
    });
    return () => {
      stop();
      news.drop();
    };
  }, [client]);
  return line;
}

function everything(client: QueryClient): void {
  for (const queryKey of [LIST, CONVERSATION, MESSAGES, DEAD_LETTERS, NOTES, DUTY, COLLEAGUES, SWITCHES, LINKS, TRAIL]) void client.invalidateQueries({ queryKey });
}

/** What to fetch again of one conversation, by what the stream says of it; anything else: how it stands. */
const ABOUT: Record<string, readonly (readonly string[])[]> = {
  message: [CONVERSATION, MESSAGES], delivery: [MESSAGES], note: [NOTES], looking: [CONVERSATION], tags: [CONVERSATION],
  customer: [CONVERSATION, MESSAGES, LINKS], case: [CONVERSATION, MESSAGES, NOTES, TRAIL], owner: [CONVERSATION, MESSAGES, NOTES, TRAIL],
};
const ANYTHING = [CONVERSATION, MESSAGES] as const;

/** What to fetch again that is of no conversation. */
const OF_THE_FLOOR: Record<string, readonly (readonly string[])[]> = {
  duty: [DUTY, COLLEAGUES], switch: [SWITCHES, CONVERSATION], owner: [DUTY, LIST], delivery: [DEAD_LETTERS],
};

function gathered(client: QueryClient): { add: (change: Change) => void; drop: () => void } {
  const stale = new Map<string, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = (...key: string[]) => stale.set(key.join(' '), key);
  const flush = () => {
    timer = undefined;
    for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey });
    stale.clear();
  };
  return {
    add: ({ conversation_id, what }) => {
      for (const one of what) {
        for (const key of OF_THE_FLOOR[one] ?? []) mark(...key);
        if (conversation_id) for (const about of ABOUT[one] ?? ANYTHING) mark(...about, conversation_id);
      }
      if (conversation_id) mark(...LIST);
      timer ??= setTimeout(flush, GATHER);
    },
    drop: () => clearTimeout(timer),
  };
}

interface Told {
  changed: (change: Change) => void;
  everything: () => void;
  connected: () => void;
  lost: () => void;
  gone: () => void;
}

/** The stream, opened again whenever it ends or falls silent, from where it was; at once when the page is looked at again. */
function keptOpen(told: Told): () => void {
  let position: string | null = null;
  let failed = 0;
  let close = () => {};
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const reopen = () => {
    clearTimeout(again);
    again = undefined;
    close();
    close = watch(position, { ...told, hello, heard, snapshot: told.everything, lost });
    listen();
  };
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => lost(true), SILENCE);
  };
  const heard = (at: string) => {
    if (at) position = at;
    listen();
  };
  const hello = () => {
    if (failed > 0) told.everything();
    failed = 0;
    told.connected();
  };
  const lost = (gone: boolean) => {
    failed += 1;
    told.lost();
    if (!gone) return; // the browser comes back by itself
    close();
    clearTimeout(silence);
    clearTimeout(again);
    again = setTimeout(reopen, patience(failed, Math.random()));
    told.gone();
  };
  const looked = () => {
    if (again !== undefined && document.visibilityState === 'visible') reopen();
  };

  reopen();
  const moments = ['online', 'focus', 'visibilitychange'] as const;
  moments.forEach((moment) => window.addEventListener(moment, looked));
  return () => {
    close();
    clearTimeout(again);
    clearTimeout(silence);
    moments.forEach((moment) => window.removeEventListener(moment, looked));
  };
}
