import type { Node, NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import type { Note } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useSay } from '../useSay';
import { MOST_LETTERS, nudged } from './notes';
import './notes.css';
import type { UsedNotes } from './useNotes';

export type NoteNode = Node<{ note: Note; used: Pick<UsedNotes, 'put' | 'remove'>; isFresh: boolean }, 'note'>;

/** Free text beside the steps. It is moved by its head, or by the arrow keys there. */
export const NoteBox = memo(function NoteBox({ data: { note, used, isFresh } }: NodeProps<NoteNode>) {
  const say = useSay();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isFresh) field.current?.focus({ preventScroll: true });
  }, [isFresh]);
  const move = (event: KeyboardEvent) => {
    const at = nudged(note.at, event.key, event.shiftKey);
    if (!at) return;
    event.preventDefault();
    event.stopPropagation();
    used.put({ ...note, at });
  };
  const remove = () => {
    if (!note.text.trim() || confirm(say.removeNoteAsk)) used.remove(note.id);
  };
  return (
    <div className="canvas-note">
      <div className="canvas-note-head">
        <button type="button" className="canvas-note-grip" aria-label={say.moveNote} title={say.moveNote} onKeyDown={move}><Icon name="note" size={14} /></button>
        <button type="button" className="nodrag" aria-label={say.removeNote} title={say.removeNote} onClick={remove}><Icon name="close" size={13} /></button>
      </div>
      <textarea ref={field} className="nodrag nowheel nopan" aria-label={say.canvasNote} placeholder={say.canvasNoteHint} maxLength={MOST_LETTERS} value={note.text} onChange={(event) => used.put({ ...note, text: event.currentTarget.value })} />
    </div>
  );
});
