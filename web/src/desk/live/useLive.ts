import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { watch, type Change } from '../../api/desk';
import { CONVERSATION, DEAD_LETTERS, LIST, MESSAGES } from '../queries';
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
  for (const queryKey of [LIST, CONVERSATION, MESSAGES, DEAD_LETTERS]) void client.invalidateQueries({ queryKey });
}

function gathered(client: QueryClient): { add: (change: Change) => void; drop: () => void } {
  const changed = new Set<string>();
  let delivered = false; // or not: then it may be a dead letter
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    void client.invalidateQueries({ queryKey: LIST });
    for (const id of changed) for (const about of [CONVERSATION, MESSAGES]) void client.invalidateQueries({ queryKey: [...about, id] });
    changed.clear();
    if (delivered) void client.invalidateQueries({ queryKey: DEAD_LETTERS });
    delivered = false;
  };
  return {
    add: (change) => {
      changed.add(change.conversation_id);
      delivered ||= change.what.includes('delivery');
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
