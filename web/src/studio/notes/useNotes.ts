import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react';
import * as studio from '../../api/studio';
import type { Note } from '../../api/studio';
import type { UsedDraft } from '../draft/useDraft';
import { differing } from './notes';

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

/** The notes of a flow: undone with all else, and each saved by itself, so that two who write at once keep theirs. */
export function useNotes({ draft, note, pinned }: Pick<UsedDraft, 'draft' | 'note' | 'pinned'>): UsedNotes {
  const { name, notes, saved } = draft;
  const [fresh, begin] = useState<string | null>(null);
  const [failed, fail] = useState(false);
  const save = useEffectEvent(() => {
    const { put, gone } = differing(saved.notes, notes);
    if (put.length + gone.length === 0) return;
    const kept = () => {
      pinned(notes);
      fail(false);
    };
    Promise.all([...put.map((one) => studio.putNote(name, one)), ...gone.map((id) => studio.removeNote(name, id))]).then(kept, () => fail(true));
  });
  useEffect(() => {
    const timer = setTimeout(() => save(), SAVED);
    return () => clearTimeout(timer);
  }, [notes]);
  useEffect(() => {
    const leave = () => save();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  const put = useCallback((one: Note) => {
    const was = notes.find(({ id }) => id === one.id);
    const kind = was?.text === one.text ? 'moved' : 'written';
    note([...notes.filter(({ id }) => id !== one.id), one], `note ${kind} ${one.id}`);
  }, [notes, note]);
  const add = useCallback((at: Note['at']) => {
    const id = crypto.randomUUID();
    begin(id);
    note([...notes, { id, at, text: '' }], '');
  }, [notes, note]);
  const remove = useCallback((gone: string) => note(notes.filter(({ id }) => id !== gone), ''), [notes, note]);
  return useMemo(() => ({ notes, fresh, failed, add, put, remove }), [notes, fresh, failed, add, put, remove]);
}
