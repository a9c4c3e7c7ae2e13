import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { watch } from '../../api/desk';
import { CONVERSATION, LIST, MESSAGES } from '../queries';
import { next, opening, patience, type Line } from './live';

const GATHER = 250; // milliseconds: a burst of changes is one fetch

/** Fetches again what the stream says has changed. Everything else of the Desk reads the query cache. */
export function useLive(): Line {
  const client = useQueryClient();
  const [line, dispatch] = useReducer(next, opening);

  useEffect(() => {
    let position: string | null = null;
    let failed = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let flushing: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    const changed = new Set<string>();

    const flush = () => {
      flushing = undefined;
      void client.invalidateQueries({ queryKey: LIST });
      for (const id of changed) {
        void client.invalidateQueries({ queryKey: [...CONVERSATION, id] });
        void client.invalidateQueries({ queryKey: [...MESSAGES, id] });
      }
      changed.clear();
    };
    const everything = () => {
      for (const queryKey of [LIST, CONVERSATION, MESSAGES]) void client.invalidateQueries({ queryKey });
    };
    const open = () => {
      stop = watch(
        position,
        {
          hello: () => {
            if (failed > 0) everything();
            failed = 0;
            dispatch({ kind: 'connected' });
          },
          changed: (change) => {
            changed.add(change.conversation_id);
            flushing ??= setTimeout(flush, GATHER);
          },
          snapshot: everything,
          lost: (gone) => {
            failed += 1;
            dispatch({ kind: 'lost', at: Date.now() });
            if (!gone) return;
            stop();
            clearTimeout(timer);
            timer = setTimeout(open, patience(failed, Math.random()));
          },
        },
        (at) => {
          position = at;
        },
      );
    };
    open();
    return () => {
      stop();
      clearTimeout(timer);
      clearTimeout(flushing);
    };
  }, [client]);

  return line;
}
