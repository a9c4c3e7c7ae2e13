import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import * as studio from '../../api/studio';
import type { Note } from '../../api/studio';

export interface UsedNotes {
  notes: readonly Note[];
  /** The one that was made last: one writes in it at once. */
  fresh: string | null;
  failed: boolean;
  add: (at: Note['at']) => void;
  put: (note: Note) => void;
  remove: (id: string) => void;
}

const SAVED = 700; // milliseconds after the last key

/** The notes of a flow. Each is saved by itself, so that two who write at once keep theirs. */
export function useNotes(name: string, first: readonly Note[]): UsedNotes {
  const [notes, set] = useState(first);
  const [fresh, begin] = useState<string | null>(null);
  const [failed, fail] = useState(false);
  const waiting = useRef(new Map<string, { note: Note; timer: number }>());
  const saved = useCallback((done: Promise<unknown>) => void done.then(() => fail(false), () => fail(true)), []);
  const flush = useCallback((id: string) => {
    const one = waiting.current.get(id);
    if (!one) return;
    clearTimeout(one.timer);
    waiting.current.delete(id);
    saved(studio.putNote(name, one.note));
  }, [name, saved]);
  const put = useCallback((note: Note) => {
    set((was) => [...was.filter((one) => one.id !== note.id), note]);
    clearTimeout(waiting.current.get(note.id)?.timer);
    waiting.current.set(note.id, { note, timer: window.setTimeout(() => flush(note.id), SAVED) });
  }, [flush]);
  const add = useCallback((at: Note['at']) => {
    const id = crypto.randomUUID();
    begin(id);
    put({ id, at, text: '' });
  }, [put]);
  const remove = useCallback((id: string) => {
    clearTimeout(waiting.current.get(id)?.timer);
    waiting.current.delete(id);
    set((was) => was.filter((one) => one.id !== id));
    saved(studio.removeNote(name, id));
  }, [name, saved]);
  useEffect(() => {
    const all = waiting.current;
    const leave = () => [...all.keys()].forEach(flush);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [flush]);
  return useMemo(() => ({ notes, fresh, failed, add, put, remove }), [notes, fresh, failed, add, put, remove]);
}
