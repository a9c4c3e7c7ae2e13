import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useReducer } from 'react';
import * as studio from '../../api/studio';
import type { Boxes, Detail, Edit, Model, Note, Problem } from '../../api/studio';
import { isUnreached, Refused } from '../../api/http';
import { FLOWS } from '../queries';
import { isSaved, isSettled, modelOf, next, opened, type Draft } from './draft';

const WRITTEN = 250; // milliseconds after the last key
const READ = 350;
const SAVED = 700;
const AGAIN = 4_000;

export interface UsedDraft {
  draft: Draft;
  model: Model;
  edit: (edits: Edit[], key?: string) => void;
  type: (text: string) => void;
  move: (boxes: Boxes) => void;
  /** All notes as they are now; `key` as for an edit. */
  note: (notes: readonly Note[], key: string) => void;
  /** These are what the server has. */
  pinned: (notes: readonly Note[]) => void;
  undo: () => void;
  redo: () => void;
  /** Taken from the server, in place of what is here. */
  take: (detail: Detail) => void;
  merge: (merged: { text: string; base: Model; revision: number; problems: Problem[] }) => void;
  notice: () => void;
}

/** One flow being edited: what is done here is written, read, checked and saved by itself. */
export function useDraft(detail: Detail): UsedDraft {
  const [draft, tell] = useReducer(next, detail, opened);
  const model = useMemo(() => modelOf(draft), [draft.base, draft.pending]); // eslint-disable-line react-hooks/exhaustive-deps
  useWriting(draft, tell);
  useReading(draft, tell);
  useSaving(draft, tell);
  useLeaving(!isSaved(draft));
  return useMemo(
    () => ({
      draft,
      model,
      edit: (edits, key = '') => edits.length > 0 && tell({ kind: 'edited', edits, key, at: Date.now() }),
      type: (text) => tell({ kind: 'typed', text, at: Date.now() }),
      move: (boxes) => tell({ kind: 'moved', boxes, at: Date.now() }),
      note: (notes, key) => tell({ kind: 'noted', notes, key, at: Date.now() }),
      pinned: (notes) => tell({ kind: 'pinned', notes }),
      undo: () => tell({ kind: 'undone' }),
      redo: () => tell({ kind: 'redone' }),
      take: (taken) => tell({ kind: 'taken', detail: taken }),
      merge: (merged) => tell({ kind: 'merged', ...merged }),
      notice: () => tell({ kind: 'noticed' }),
    }),
    [draft, model],
  );
}

type Tell = (event: Parameters<typeof next>[1]) => void;

/** Edits go to the server, which puts them into the text and leaves every other line alone. */
function useWriting(draft: Draft, tell: Tell): void {
  const { pending, asked, saving, name } = draft;
  const write = useEffectEvent(() => {
    const { text, turn } = draft;
    tell({ kind: 'asked' });
    studio.edit(name, text, pending).then(
      (answer) => tell({ kind: 'answered', turn, ...answer }),
      (failure: unknown) => tell(isLost(failure) ? { kind: 'unanswered' } : { kind: 'refused', turn, why: whyOf(failure) }),
    );
  });
  useEffect(() => {
    if (pending.length === 0 || asked > 0) return;
    const typing = pending.every((edit) => edit.op === 'set');
    const timer = setTimeout(() => write(), saving === 'offline' ? AGAIN : typing ? WRITTEN : 0);
    return () => clearTimeout(timer);
  }, [pending, asked, saving]);
}

/** A text that somebody typed, or that undo brought back, is read again. */
function useReading(draft: Draft, tell: Tell): void {
  const { name, text, read, saving } = draft;
  const waits = draft.pending.length > 0;
  useEffect(() => {
    if (read || waits) return;
    const look = () => {
      studio.check(name, text).then(
        (answer) => tell({ kind: 'read', text, ...answer }),
        () => tell({ kind: 'unanswered' }),
      );
    };
    const timer = setTimeout(look, saving === 'offline' ? AGAIN : READ);
    return () => clearTimeout(timer);
  }, [name, text, read, waits, saving, tell]);
}

function useSaving(draft: Draft, tell: Tell): void {
  const client = useQueryClient();
  const { name, text, saving, stale, boxes, saved } = draft;
  const due = isSettled(draft) && text !== saved.text && saving !== 'now' && !stale;
  const save = useEffectEvent(() => {
    tell({ kind: 'saving' });
    studio.save(name, text, saved.revision).then(
      (answer) => {
        tell({ kind: 'saved', text, ...answer });
        void client.invalidateQueries({ queryKey: FLOWS, exact: true });
      },
      (failure: unknown) => tell({ kind: 'unsaved', stale: failure instanceof Refused && failure.code === 'stale' }),
    );
  });
  useEffect(() => {
    if (!due) return;
    const timer = setTimeout(() => save(), saving === 'offline' ? AGAIN : SAVED);
    return () => clearTimeout(timer);
  }, [due, text, saving]);
  const kept = saved.revision > 0 || draft.version !== null;
  useEffect(() => {
    if (boxes === saved.boxes || !kept) return;
    const keep = () => void studio.keepLayout(name, boxes).then(() => tell({ kind: 'placed', boxes }), () => tell({ kind: 'unanswered' }));
    const timer = setTimeout(keep, SAVED);
    return () => clearTimeout(timer);
  }, [name, boxes, saved.boxes, kept, tell]);
}

/** Whoever closes the page before all is saved is asked. */
function useLeaving(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
}

const isLost = (failure: unknown): boolean => failure instanceof Refused && isUnreached(failure);
const whyOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));
